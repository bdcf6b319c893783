import {
  type FakeCosmos,
  type Fault,
  type RequestKind,
  startFakeCosmos,
} from '@rooms-pro/testing/cosmos';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { count, nameOf, readFeed, roomId } from '../contract/sampleRooms.suite.ts';
import type { FeedEntry } from '../store.ts';
import { onFakeCosmos } from './cosmosTrial.suite.ts';
import { type CosmosStore, openCosmosStore } from './openCosmosStore.ts';

let fakeCosmos: FakeCosmos;
let stores: CosmosStore[] = [];

beforeEach(async () => {
  fakeCosmos = await startFakeCosmos();
  // Two instances, like two processes: they race for the same rooms.
  stores = await Promise.all([1, 2].map(() => openCosmosStore(onFakeCosmos(fakeCosmos))));
});
afterEach(async () => {
  fakeCosmos.control.fault = null;
  await Promise.all(stores.map((store) => store.close()));
  await fakeCosmos.stop();
  expect(fakeCosmos.offences).toEqual([]);
});

/** Gives every `nth` request of these kinds the fault; returns a function that counts the faults. */
function inject(fault: Fault, nth: number, kinds: readonly RequestKind[]) {
  let asked = 0;
  const injected = { count: 0 };
  fakeCosmos.control.fault = (kind) => {
    if (!kinds.includes(kind)) return null;
    asked += 1;
    if (asked % nth !== 0) return null;
    injected.count += 1;
    return fault;
  };
  return injected;
}

const status = (code: number, retryAfterMs?: number): Fault =>
  retryAfterMs === undefined
    ? { kind: 'status', status: code }
    : { kind: 'status', status: code, retryAfterMs };

const all: readonly RequestKind[] = ['batch', 'read', 'feed', 'query'];
const faults: readonly [string, Fault, number, readonly RequestKind[]][] = [
  ['429, come back later', status(429, 2), 5, all],
  ['449, retry with', status(449), 5, ['batch']],
  ['412, a race without another writer', status(412), 5, ['batch']],
  ['408, timed out', status(408), 5, all],
  ['503, not available', status(503), 5, all],
  ['an answer lost after the commit', { kind: 'loseAnswer' }, 5, ['batch']],
  ['slow answers', { kind: 'slow', ms: 5 }, 5, all],
];

it.each(faults)('%s: no change is lost or written twice', async (name, fault, nth, kinds) => {
  const rooms = 40;
  const total = 1000;
  const received: FeedEntry[] = [];
  for (const store of stores) store.onCommit((entry) => received.push(entry));
  const injected = inject(fault, nth, kinds);

  const transitions = Array.from({ length: total }, (_, n) => {
    const number = (n % rooms) + 1;
    return stores[n % 3 === 0 ? 0 : 1]?.transact(roomId(number), count(number));
  });
  const answers = await Promise.all(transitions);
  expect(answers.filter((one) => one?.committed)).toHaveLength(total);

  const [store] = stores as [CosmosStore];
  const { entries } = await readFeed(store, null, 100);
  const names = (all: readonly FeedEntry[]) => all.map(({ event }) => nameOf(event)).sort();
  const expected = Array.from({ length: total }, (_, n) => `room-${(n % rooms) + 1}`)
    .map((id, n) => `${id}@${Math.floor(n / rooms) + 1}`)
    .sort();
  // Each change is once in the feed and once at the listeners, and each revision is the result of one call.
  expect(names(entries)).toEqual(expected);
  expect(names(received)).toEqual(expected);
  for (let number = 1; number <= rooms; number += 1) {
    const id = roomId(number);
    expect((await store.room(id))?.value).toMatchObject({ revision: 25, ticketCount: 24 });
    expect(await store.history(id, { limit: 500 })).toHaveLength(25);
  }
  const { commit, readRoom } = sumOf(stores);
  console.log(
    `${name}: ${total} transitions, ${injected.count} faults, ${commit} batches sent, ${readRoom} reads`,
  );
  expect(injected.count).toBeGreaterThan(100);
});

function sumOf(of: readonly CosmosStore[]) {
  const sum = (key: 'commit' | 'readRoom') =>
    of.reduce((total, store) => total + store.stats().operations[key].requests, 0);
  return { commit: sum('commit'), readRoom: sum('readRoom') };
}

it('recognises its own written document after the response was lost', async () => {
  const [store] = stores as [CosmosStore];
  const injected = inject({ kind: 'loseAnswer' }, 2, ['write']);
  for (let n = 0; n < 20; n += 1) {
    const put = await store.putDocument('key', `k${n}`, n, null);
    if (put === 'conflict')
      throw new Error('it took its own write for the write of another process');
    expect(await store.putDocument('key', `k${n}`, n + 1, put.etag)).toHaveProperty('etag');
    expect(await store.putDocument('key', `k${n}`, n + 2, put.etag)).toBe('conflict');
    await store.deleteDocument('key', `k${n}`);
    expect(await store.document('key', `k${n}`)).toBeNull();
  }
  expect(injected.count).toBeGreaterThan(20);
});

it('recognises its own commit even when another process has committed after it', async () => {
  const [mine, other] = stores as [CosmosStore, CosmosStore];
  await mine.transact(roomId(1), count(1));
  let lost = 0;
  fakeCosmos.control.fault = (kind) => {
    if (kind !== 'batch' || lost > 0) return null;
    lost += 1;
    return { kind: 'loseAnswer' };
  };
  const first = mine.transact(roomId(1), count(1));
  // The second try of the first call comes as often after the other commit as before it.
  const second = other.transact(roomId(1), count(1));
  expect([(await first).answer, (await second).answer].sort()).toEqual([2, 3]);
  expect(await mine.history(roomId(1), { limit: 10 })).toHaveLength(3);
});
