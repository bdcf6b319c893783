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
  // Two instances, as two processes would have them: they race for the same rooms.
  stores = await Promise.all([1, 2].map(() => openCosmosStore(onFakeCosmos(fakeCosmos))));
});
afterEach(async () => {
  fakeCosmos.control.fault = null;
  await Promise.all(stores.map((store) => store.close()));
  await fakeCosmos.stop();
  expect(fakeCosmos.offences).toEqual([]);
});

/** Every `nth` request of these kinds has the fault; answers how many had. */
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
  ['412, a race that nobody ran', status(412), 5, ['batch']],
  ['408, timed out', status(408), 5, all],
  ['503, not available', status(503), 5, all],
  ['an answer lost after the commit', { kind: 'loseAnswer' }, 5, ['batch']],
  ['slow answers', { kind: 'slow', ms: 5 }, 5, all],
];

it.each(faults)('%s: nothing lost, nothing doubled', async (name, fault, nth, kinds) => {
  const rooms = 40;
  const total = 1000;
  const heard: FeedEntry[] = [];
  for (const store of stores) store.onCommit((entry) => heard.push(entry));
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
  // Once in the feed, once to the listeners, and each revision was some caller's answer.
  expect(names(entries)).toEqual(expected);
  expect(names(heard)).toEqual(expected);
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

it('takes its own document, whose answer was lost, for written', async () => {
  const [store] = stores as [CosmosStore];
  const injected = inject({ kind: 'loseAnswer' }, 2, ['write']);
  for (let n = 0; n < 20; n += 1) {
    const put = await store.putDocument('key', `k${n}`, n, null);
    if (put === 'conflict') throw new Error('took its own write for somebody else’s');
    expect(await store.putDocument('key', `k${n}`, n + 1, put.etag)).toHaveProperty('etag');
    expect(await store.putDocument('key', `k${n}`, n + 2, put.etag)).toBe('conflict');
    await store.deleteDocument('key', `k${n}`);
    expect(await store.document('key', `k${n}`)).toBeNull();
  }
  expect(injected.count).toBeGreaterThan(20);
});

it('knows its own commit even when somebody has already built on it', async () => {
  const [mine, other] = stores as [CosmosStore, CosmosStore];
  await mine.transact(roomId(1), count(1));
  let lost = 0;
  fakeCosmos.control.fault = (kind) => {
    if (kind !== 'batch' || lost > 0) return null;
    lost += 1;
    return { kind: 'loseAnswer' };
  };
  const first = mine.transact(roomId(1), count(1));
  // The second try of the first comes after the other's commit as often as before it.
  const second = other.transact(roomId(1), count(1));
  expect([(await first).answer, (await second).answer].sort()).toEqual([2, 3]);
  expect(await mine.history(roomId(1), { limit: 10 })).toHaveLength(3);
});
