import { type FakeCosmos, startFakeCosmos } from '@rooms-pro/testing/cosmos';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { count, nameOf, readFeed, roomId, seedRooms } from '../contract/sampleRooms.suite.ts';
import type { FeedEntry } from '../store.ts';
import { onFakeCosmos } from './cosmosTrial.suite.ts';
import { type CosmosStore, openCosmosStore } from './openCosmosStore.ts';

let fakeCosmos: FakeCosmos;
let store: CosmosStore;

beforeEach(async () => {
  fakeCosmos = await startFakeCosmos();
  store = await openCosmosStore(onFakeCosmos(fakeCosmos));
});
afterEach(async () => {
  await store.close();
  await fakeCosmos.stop();
  expect(fakeCosmos.offences).toEqual([]);
});

async function readRange(range: string, from: string | null) {
  const entries: FeedEntry[] = [];
  let cursor = from;
  for (;;) {
    const page = await store.feedOfRange(range, cursor, 7);
    if (page.entries.length === 0) return { entries, cursor };
    entries.push(...page.entries);
    cursor = page.cursor;
  }
}

const namesOf = (entries: readonly FeedEntry[]) => entries.map(({ event }) => nameOf(event)).sort();

describe('the feed in parts', () => {
  it('gives each change to the reader of exactly one part', async () => {
    await seedRooms(store, 60);
    await seedRoomsAgain(60);
    const ranges = await store.feedRanges();
    expect(ranges).toHaveLength(3);
    const parts = await Promise.all(ranges.map((range) => readRange(range, null)));
    for (const { entries } of parts) expect(entries.length).toBeGreaterThan(10);
    const whole = await readFeed(store, null, 7);
    expect(namesOf(parts.flatMap(({ entries }) => entries))).toEqual(namesOf(whole.entries));
    for (const { entries } of parts) {
      const rooms = new Set(entries.map(({ event }) => event.roomId));
      expect(entries).toHaveLength(rooms.size * 2);
    }
  });

  it('goes on at a cursor in another instance', async () => {
    await seedRooms(store, 30);
    const [range = ''] = await store.feedRanges();
    const first = await readRange(range, null);
    await seedRoomsAgain(30);
    const other = await openCosmosStore(onFakeCosmos(fakeCosmos));
    const later = await other.feedOfRange(range, first.cursor, 100);
    await other.close();
    const roomsOf = (entries: readonly FeedEntry[]) =>
      entries.map(({ event }) => event.roomId).sort();
    expect(roomsOf(later.entries)).toEqual(roomsOf(first.entries));
    for (const { event } of later.entries) expect(event.revision).toBe(2);
  });

  it('loses nothing when a physical partition is split between two pages', async () => {
    await seedRooms(store, 60);
    const begun = await store.feed(null, 5);
    const ranges = await store.feedRanges();
    const [range = ''] = ranges;
    const part = await readRange(range, null);
    fakeCosmos.account.container('rooms-pro', 'rooms')?.split('0');
    await seedRoomsAgain(60);
    const rest = await readFeed(store, begun.cursor, 5);
    const all = namesOf([...begun.entries, ...rest.entries]);
    expect(new Set(all).size).toBe(120);
    expect(await store.feedRanges()).toHaveLength(4);
    const later = await readRange(range, part.cursor);
    expect(later.entries).toHaveLength(part.entries.length);
  });

  it('refuses the name of a part that is none, and a cursor of another container', async () => {
    await expect(store.feedOfRange('00-01', null, 1)).rejects.toThrow(RangeError);
    await seedRooms(store, 3);
    const { cursor } = await store.feed(null, 10);
    const foreign = cursor?.replace(/"rid":"[^"]+"/, '"rid":"elsewhere"') ?? null;
    await expect(store.feed(foreign, 10)).rejects.toThrow(/cursor/);
  });

  it('asks for the room of an event that it is not in one page with', async () => {
    for (let n = 0; n < 5; n += 1) await store.transact(roomId(1), count(1));
    const { entries } = await store.feed(null, 1);
    expect(entries.map(({ room }) => room.value.revision)).toEqual([5]);
  });

  it('costs a look at each part when there is nothing new', async () => {
    await seedRooms(store, 10);
    const { cursor } = await readFeed(store, null, 100);
    const before = store.stats().operations.feed.requests;
    for (let n = 0; n < 10; n += 1) await store.feed(cursor, 100);
    // Besides one look at the container and its parts, should the reader be a new one.
    expect(store.stats().operations.feed.requests - before).toBeLessThanOrEqual(32);
  });
});

describe('all rooms', () => {
  it('stream just as well when the SDK has to merge the partitions itself', async () => {
    fakeCosmos.account.servesAll = false;
    await seedRooms(store, 450);
    const seen = new Set<number>();
    for await (const { value } of store.rooms()) seen.add(value.number);
    expect(seen.size).toBe(450);
  });

  it('stream on after a page that failed', async () => {
    await seedRooms(store, 450);
    let asked = 0;
    fakeCosmos.control.fault = (kind) => {
      if (kind !== 'query') return null;
      asked += 1;
      return asked % 2 === 0 ? { kind: 'status', status: 429, retryAfterMs: 1 } : null;
    };
    const seen: number[] = [];
    for await (const { value } of store.rooms()) seen.push(value.number);
    expect(seen).toHaveLength(450);
    expect(new Set(seen).size).toBe(450);
    expect(asked).toBeGreaterThan(3);
  });
});

async function seedRoomsAgain(total: number): Promise<void> {
  const numbers = Array.from({ length: total }, (_, n) => n + 1);
  await Promise.all(numbers.map((number) => store.transact(roomId(number), count(number))));
}
