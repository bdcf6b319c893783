/** The part of the store's contract about events: feed, history and listeners. */
import { expect, it } from 'vitest';
import type { FeedEntry } from '../store.ts';
import { count, failing, nameOf, readFeed, roomId, seedRooms } from './sampleRooms.suite.ts';
import type { Trial } from './trial.suite.ts';

/** Declares the tests of feed, history and `onCommit`. */
export function describeFeed(trial: Trial): void {
  describeOrder(trial);
  describeHistory(trial);
  describeListeners(trial);
}

function describeOrder(trial: Trial): void {
  it('has an empty feed at first, and again after all entries are read', async () => {
    const { store } = trial;
    expect(await store.feed(null, 10)).toEqual({ entries: [], cursor: null });
    await store.transact(roomId(1), count(1));
    const { cursor } = await store.feed(null, 10);
    expect(cursor).not.toBeNull();
    expect(await store.feed(cursor, 10)).toEqual({ entries: [], cursor });
  });

  it('delivers the changes of each room in order, for any page size', async () => {
    const { store } = trial;
    const rooms = [1, 2, 3];
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(rooms.map((number) => store.transact(roomId(number), count(number))));
    }
    for (const limit of [1, 4, 100]) {
      const { entries } = await readFeed(store, null, limit);
      expect(entries).toHaveLength(15);
      for (const number of rooms) {
        const own = entries.filter(({ event }) => event.roomId === roomId(number));
        expect(own.map(({ event }) => event.revision)).toEqual([1, 2, 3, 4, 5]);
      }
    }
  });

  it('resumes after a cursor, and the same cursor may be read again', async () => {
    const { store } = trial;
    await seedRooms(store, 5);
    const first = await store.feed(null, 2);
    // A page may be shorter than the limit, but not empty.
    expect([1, 2]).toContain(first.entries.length);
    const rest = await readFeed(store, first.cursor, 2);
    const again = await readFeed(store, first.cursor, 2);
    expect(again.entries).toEqual(rest.entries);
    const ids = [...first.entries, ...rest.entries].map(({ event }) => event.roomId);
    expect(ids.sort()).toEqual([1, 2, 3, 4, 5].map(roomId));
  });

  it('delivers each event with the room after it, or a later version', async () => {
    const { store } = trial;
    for (let n = 0; n < 3; n += 1) await store.transact(roomId(1), count(1));
    const { entries } = await store.feed(null, 10);
    for (const { event, room } of entries) {
      expect(room.value.revision).toBeGreaterThanOrEqual(event.revision);
    }
    expect(entries.at(-1)?.room).toEqual(await store.room(roomId(1)));
  });

  it('starts at its end for callers that need later changes only', async () => {
    const { store } = trial;
    const atFirst = await store.feedEnd();
    await seedRooms(store, 9);
    const end = await store.feedEnd();
    expect((await readFeed(store, end, 4)).entries).toEqual([]);
    const numbers = [2, 4, 6, 8, 10, 12];
    await Promise.all(numbers.map((number) => store.transact(roomId(number), count(number))));
    const reopened = await trial.reopen();
    const { entries } = await readFeed(reopened, end, 4);
    expect(entries.map(({ event }) => event.roomId).sort()).toEqual(numbers.map(roomId).sort());
    expect((await readFeed(reopened, atFirst, 4)).entries).toHaveLength(15);
  });

  it('refuses a foreign cursor', async () => {
    await expect(trial.store.feed('no cursor', 10)).rejects.toThrow(/cursor/);
  });
}

function describeHistory(trial: Trial): void {
  it('pages through the history of one room, newest first', async () => {
    const { store } = trial;
    await store.transact(roomId(2), count(2));
    for (let n = 0; n < 7; n += 1) await store.transact(roomId(1), count(1));
    const pages: number[][] = [];
    let before: number | undefined;
    for (;;) {
      const query = before === undefined ? { limit: 3 } : { limit: 3, before };
      const events = await store.history(roomId(1), query);
      if (events.length === 0) break;
      pages.push(events.map((one) => one.revision));
      before = events.at(-1)?.revision;
    }
    expect(pages).toEqual([[7, 6, 5], [4, 3, 2], [1]]);
    expect(await store.history(roomId(3), { limit: 3 })).toEqual([]);
  });

  it('finds the events of one signal, and not of signals with the same prefix', async () => {
    const { store } = trial;
    await store.transact(roomId(1), count(1));
    await store.transact(roomId(1), count(1, [failing('display:1'), failing('camera')]));
    await store.transact(roomId(1), count(1, [failing('display:11')]));
    await store.transact(roomId(1), count(1, [failing('content-camera')]));
    await store.transact(roomId(1), count(1, [failing('camera'), failing('camera')]));
    const revisionsOf = async (signal: 'display:1' | 'display:11' | 'camera' | 'network') =>
      (await store.history(roomId(1), { limit: 10, signal })).map((one) => one.revision);
    expect(await revisionsOf('display:1')).toEqual([2]);
    expect(await revisionsOf('display:11')).toEqual([3]);
    expect(await revisionsOf('camera')).toEqual([5, 2]);
    expect(await revisionsOf('network')).toEqual([]);
    const older = await store.history(roomId(1), { limit: 1, signal: 'camera', before: 5 });
    expect(older.map((one) => one.revision)).toEqual([2]);
  });

  it('refuses pages of no events or of more than 500', async () => {
    await expect(trial.store.history(roomId(1), { limit: 0 })).rejects.toThrow(RangeError);
    await expect(trial.store.history(roomId(1), { limit: 501 })).rejects.toThrow(RangeError);
  });
}

function describeListeners(trial: Trial): void {
  it('calls listeners for each commit in order, before the call returns', async () => {
    const { store } = trial;
    const received: FeedEntry[] = [];
    const stop = store.onCommit((entry) => received.push(entry));
    const first = await store.transact(roomId(1), count(1));
    expect(received.map(({ event }) => nameOf(event))).toEqual(['room-1@1']);
    expect(received[0]?.room).toEqual(first.stored);

    await Promise.all([1, 1, 1].map((number) => store.transact(roomId(number), count(number))));
    await store.transact(roomId(1), () => ({ commit: null, answer: null }));
    expect(received.map(({ room }) => room.value.revision)).toEqual([1, 2, 3, 4]);

    stop();
    await store.transact(roomId(1), count(1));
    expect(received).toHaveLength(4);
  });

  it('has a commit in the store before it calls the listeners', async () => {
    const { store } = trial;
    const found: Promise<unknown>[] = [];
    store.onCommit(({ room }) => found.push(store.room(room.value.id)));
    const { stored } = await store.transact(roomId(1), count(1));
    expect(await Promise.all(found)).toEqual([stored]);
  });
}
