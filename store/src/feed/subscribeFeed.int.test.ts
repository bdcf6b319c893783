import { createManualClock, type ManualClock } from '@rooms-pro/testing/clock';
import { type FakeCosmos, startFakeCosmos } from '@rooms-pro/testing/cosmos';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { count, nameOf, roomId, seedRooms } from '../contract/sampleRooms.suite.ts';
import { onFakeCosmos } from '../cosmos/cosmosTrial.suite.ts';
import { type CosmosStore, openCosmosStore } from '../cosmos/openCosmosStore.ts';
import { processOn } from '../processOn.suite.ts';
import { openSqliteStore, type SqliteStore } from '../sqlite/sqliteStore.ts';
import type { FeedEntry, Store } from '../store.ts';
import { createMultiProcessStore } from './multiProcessStore.ts';
import { subscribeFeed } from './subscribeFeed.ts';

const commit = (store: Store, number: number) => store.transact(roomId(number), count(number));
const namesOf = (entries: readonly FeedEntry[]) => entries.map(({ event }) => nameOf(event));

describe('the feed in one database', () => {
  let store: SqliteStore;
  let clock: ManualClock;
  beforeEach(() => {
    store = openSqliteStore({ file: ':memory:' });
    clock = createManualClock();
  });
  afterEach(() => store.close());

  async function follow(feed: Store['feed'] = store.feed) {
    const heard: FeedEntry[] = [];
    const faults: unknown[] = [];
    const onFault = (error: unknown) => faults.push(error);
    const source = { feed, feedEnd: store.feedEnd };
    const follower = await subscribeFeed(source, (entry) => heard.push(entry), {
      ...clock,
      onFault,
    });
    return { ...follower, heard, faults };
  }

  it('is read from the present on, every second', async () => {
    await seedRooms(store, 3);
    const { heard, stop } = await follow();
    await commit(store, 2);
    await commit(store, 4);
    await clock.run(500);
    expect(heard).toEqual([]);
    await clock.run(500);
    expect(namesOf(heard)).toEqual(['room-2@2', 'room-4@1']);
    await commit(store, 4);
    await clock.run(1_000);
    expect(namesOf(heard)).toEqual(['room-2@2', 'room-4@1', 'room-4@2']);
    stop();
    await commit(store, 4);
    await clock.run(5_000);
    expect(heard).toHaveLength(3);
  });

  it('is read to its end in one go, each change once', async () => {
    const { heard, catchUp, stop } = await follow();
    await seedRooms(store, 1_300);
    expect(await Promise.all([catchUp(), catchUp()])).toEqual([1_300, 0]);
    expect(new Set(namesOf(heard)).size).toBe(1_300);
    stop();
  });

  it('is asked less and less while the store fails, and nothing of it is skipped', async () => {
    let asked = 0;
    let isBroken = true;
    const { heard, faults, isCurrent, stop } = await follow((cursor, limit) => {
      asked += 1;
      return isBroken ? Promise.reject(new Error('no network')) : store.feed(cursor, limit);
    });
    await commit(store, 1);
    expect(isCurrent()).toBe(true);
    await clock.run(31_000);
    // After 1, 3, 7, 15 and 31 seconds.
    expect([asked, faults.length, isCurrent()]).toEqual([5, 5, false]);
    isBroken = false;
    await clock.run(30_000);
    expect(namesOf(heard)).toEqual(['room-1@1']);
    expect(isCurrent()).toBe(true);
    await clock.run(1_000);
    expect(asked).toBe(8);
    stop();
  });

  it('is read from its beginning when its cursors are worth nothing any more', async () => {
    await seedRooms(store, 2);
    const { heard, stop } = await follow((cursor, limit) =>
      cursor === null ? store.feed(null, limit) : Promise.reject(new RangeError('of another')),
    );
    await clock.run(3_000);
    expect(namesOf(heard).slice(0, 2)).toEqual(['room-1@1', 'room-2@1']);
    stop();
  });

  it('is heard once more by whoever fails on it, and spoils no other listener', async () => {
    const faults: unknown[] = [];
    const onFault = (error: unknown) => faults.push(error);
    const followed = await createMultiProcessStore(processOn(store), { ...clock, onFault });
    const heard: string[] = [];
    followed.onCommit(() => {
      throw new Error('a bug');
    });
    followed.onCommit(({ event }) => heard.push(nameOf(event)));
    await commit(store, 1);
    await clock.run(1_000);
    expect([heard, faults.length]).toEqual([['room-1@1'], 1]);
    await followed.close();
    await commit(store, 1);
    await clock.run(5_000);
    expect(heard).toHaveLength(1);
  });
});

describe('two processes on one account', () => {
  let fakeCosmos: FakeCosmos;
  let stores: (CosmosStore & { catchUp(): Promise<number> })[];
  beforeEach(async () => {
    fakeCosmos = await startFakeCosmos();
    stores = [];
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    await fakeCosmos.stop();
    expect(fakeCosmos.offences).toEqual([]);
  });

  async function open() {
    const clock = createManualClock();
    const store = await createMultiProcessStore(
      await openCosmosStore(onFakeCosmos(fakeCosmos)),
      clock,
    );
    stores.push(store);
    const heard: FeedEntry[] = [];
    store.onCommit((entry) => heard.push(entry));
    return { store, heard };
  }

  it('hear each other’s commits, and their own at once and once more', async () => {
    const one = await open();
    const other = await open();
    await commit(one.store, 1);
    expect([one.heard.length, other.heard.length]).toEqual([1, 0]);
    await other.store.catchUp();
    await one.store.catchUp();
    expect(namesOf(other.heard)).toEqual(['room-1@1']);
    expect(namesOf(one.heard)).toEqual(['room-1@1', 'room-1@1']);
    expect(other.heard[0]?.room).toEqual(one.heard[0]?.room);
  });

  it('miss nothing that is committed while one of them begins and loads all rooms', async () => {
    const one = await open();
    await seedRooms(one.store, 40);
    const writing = Promise.all(Array.from({ length: 400 }, (_, n) => commit(one.store, n % 50)));
    const other = await open();
    const revisions = new Map<string, number>();
    const note = (id: string, revision: number) =>
      revisions.set(id, Math.max(revision, revisions.get(id) ?? 0));
    for await (const { value } of other.store.rooms()) note(value.id, value.revision);
    await writing;
    await other.store.catchUp();
    for (const { room } of other.heard) note(room.value.id, room.value.revision);
    for await (const { value } of one.store.rooms()) {
      expect(revisions.get(value.id)).toBe(value.revision);
    }
  });
});
