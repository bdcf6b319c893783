/** The contract of every `Store`, for any database: the tests of each implementation run it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Room } from '@rooms-pro/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeQuarantine } from '../quarantine/contractQuarantine.suite.ts';
import type { Decision } from '../store.ts';
import { describeDocuments } from './contractDocuments.suite.ts';
import { describeFeed } from './contractFeed.suite.ts';
import {
  count,
  nameOf,
  nextCommit,
  readFeed,
  roomId,
  sampleEvent,
  seedRooms,
} from './sampleRooms.suite.ts';
import type { OpenedStore, Trial } from './trial.suite.ts';

/** Sizes of some tests. */
export type ContractSizes = {
  /** Rooms streamed in bounded memory. Default 100,000. */
  readonly manyRooms?: number;
};

/** Declares the tests of the contract for the store that `open` opens, empty, each time. */
export function describeStoreContract(
  name: string,
  open: () => Promise<OpenedStore>,
  { manyRooms = 100_000 }: ContractSizes = {},
): void {
  describe(`${name} keeps the contract of a store`, () => {
    const trial = {} as Trial;
    let opened: OpenedStore | undefined;

    beforeEach(async () => {
      opened = await open();
      trial.store = opened.store;
      trial.reopen = opened.reopen;
      trial.damage = opened.damage;
      trial.whileOpen = opened.whileOpen;
      const { seed } = opened;
      trial.seed = (total) => (seed ? seed(total) : seedRooms(trial.store, total));
    });
    afterEach(() => opened?.dispose());

    describe('transact', () => describeTransact(trial));
    describe('races', () => describeRaces(trial));
    describe('failures', () => describeFailures(trial));
    describe('feed, history and listeners', () => describeFeed(trial));
    describe('documents', () => describeDocuments(trial));
    describe('many rooms', () => describeMany(trial, manyRooms));
    describe('quarantine', () => describeQuarantine(trial));
    describe('restart', () => describeRestart(trial));
  });
}

function describeTransact(trial: Trial): void {
  it('has no room before the first commit', async () => {
    expect(await trial.store.room(roomId(1))).toBeNull();
    const seen: (Room | null)[] = [];
    const decide = (room: Room | null): Decision<string> => {
      seen.push(room);
      return { commit: null, answer: 'nothing to do' };
    };
    const answer = await trial.store.transact(roomId(1), decide);
    expect(answer).toEqual({ answer: 'nothing to do', stored: null, committed: false });
    expect(seen).toEqual([null]);
  });

  it('commits room and event together', async () => {
    const { store } = trial;
    const first = await store.transact(roomId(1), count(1));
    expect(first).toMatchObject({ answer: 1, committed: true, stored: { value: { revision: 1 } } });
    expect(await store.room(roomId(1))).toEqual(first.stored);
    const events = await store.history(roomId(1), { limit: 10 });
    expect(events).toEqual([sampleEvent(nextCommit(null, 1).room)]);
  });

  it('gives each version a different etag', async () => {
    const { store } = trial;
    const first = await store.transact(roomId(1), count(1));
    const second = await store.transact(roomId(1), count(1), first.stored);
    expect(second.stored?.value.revision).toBe(2);
    expect(second.stored?.etag).not.toBe(first.stored?.etag);
  });

  it('changes nothing when the decision commits nothing', async () => {
    const { store } = trial;
    const { stored } = await store.transact(roomId(1), count(1));
    const looked = await store.transact(roomId(1), (room) => ({
      commit: null,
      answer: room?.name,
    }));
    expect(looked).toEqual({ answer: 'Room 1', stored, committed: false });
    expect(await store.history(roomId(1), { limit: 10 })).toHaveLength(1);
  });

  it('decides on the known room while it is current', async () => {
    const { store } = trial;
    const { stored } = await store.transact(roomId(1), count(1));
    if (stored === null) throw new Error('nothing was stored');
    const known = { ...stored, value: { ...stored.value, name: 'as known in memory' } };
    const decide = (room: Room | null) => ({ commit: null, answer: room?.name });
    expect((await store.transact(roomId(1), decide, known)).answer).toBe('as known in memory');
  });
}

function describeRaces(trial: Trial): void {
  it('lets both of two concurrent changes take effect', async () => {
    const { store } = trial;
    const { stored } = await store.transact(roomId(1), count(1));
    const answers = await Promise.all([
      store.transact(roomId(1), count(1), stored),
      store.transact(roomId(1), count(1), stored),
    ]);
    expect(answers.map((one) => one.answer).sort()).toEqual([2, 3]);
    expect((await store.room(roomId(1)))?.value).toMatchObject({ ticketCount: 2, revision: 3 });
  });

  it('decides again on the current room when the known room is stale', async () => {
    const { store } = trial;
    const stale = (await store.transact(roomId(1), count(1))).stored;
    await store.transact(roomId(1), count(1), stale);
    const changed = await store.transact(roomId(1), count(1), stale);
    expect(changed.answer).toBe(3);
    const look = (room: Room | null) => ({ commit: null, answer: room?.revision });
    expect(await store.transact(roomId(1), look, stale)).toMatchObject({
      answer: 3,
      stored: { value: { revision: 3 } },
    });
    expect((await store.transact(roomId(1), count(1), null)).answer).toBe(4);
  });

  it('registers a room once when two callers try at the same time', async () => {
    const register = (room: Room | null): Decision<string> =>
      room
        ? { commit: null, answer: 'exists' }
        : { commit: nextCommit(null, 1), answer: 'registered' };
    const { store } = trial;
    const answers = await Promise.all([
      store.transact(roomId(1), register, null),
      store.transact(roomId(1), register, null),
    ]);
    expect(answers.map((one) => one.answer).sort()).toEqual(['exists', 'registered']);
  });

  it('loses none of 200 concurrent changes of one room', async () => {
    const { store } = trial;
    const all = Array.from({ length: 200 }, () => store.transact(roomId(1), count(1)));
    const answers = await Promise.all(all);
    const everyRevision = Array.from({ length: 200 }, (_, n) => n + 1);
    expect(answers.map((one) => one.answer).sort((a, b) => a - b)).toEqual(everyRevision);
    const events = await store.history(roomId(1), { limit: 500 });
    expect(events.map((one) => one.revision)).toEqual(everyRevision.toReversed());
  });
}

function describeFailures(trial: Trial): void {
  it('writes nothing when a decision throws, and affects no other', async () => {
    const { store } = trial;
    const [thrown, other] = await Promise.allSettled([
      store.transact(roomId(1), () => {
        throw new Error('a bug');
      }),
      store.transact(roomId(2), count(2)),
    ]);
    expect(thrown).toMatchObject({ status: 'rejected', reason: { message: 'a bug' } });
    expect(other.status).toBe('fulfilled');
    expect(await store.room(roomId(1))).toBeNull();
    expect((await readFeed(store, null, 10)).entries.map((one) => nameOf(one.event))).toEqual([
      'room-2@1',
    ]);
  });

  it('writes neither room nor event when one of them cannot be written', async () => {
    const { store } = trial;
    const before = await store.transact(roomId(1), count(1));
    const unwritable = (room: Room | null): Decision<null> => {
      const { room: next, event } = nextCommit(room, 1);
      return { commit: { room: { ...next, ticketCount: 1n as never }, event }, answer: null };
    };
    const [refused, other] = await Promise.allSettled([
      store.transact(roomId(1), unwritable),
      store.transact(roomId(2), count(2)),
    ]);
    expect(refused.status).toBe('rejected');
    expect(other.status).toBe('fulfilled');
    expect(await store.room(roomId(1))).toEqual(before.stored);
    expect(await store.history(roomId(1), { limit: 10 })).toHaveLength(1);
    expect((await store.transact(roomId(1), count(1))).answer).toBe(2);
  });

  it('refuses a commit that does not follow from the room', async () => {
    const { store } = trial;
    await store.transact(roomId(1), count(1));
    const again = { commit: nextCommit(null, 1), answer: null };
    await expect(store.transact(roomId(1), () => again)).rejects.toThrow(/revision/);
    const foreign = { commit: nextCommit(null, 2), answer: null };
    await expect(store.transact(roomId(1), () => foreign)).rejects.toThrow(/room-2/);
    expect(await store.history(roomId(1), { limit: 10 })).toHaveLength(1);
    expect(await store.room(roomId(2))).toBeNull();
  });
}

function describeMany(trial: Trial, total: number): void {
  it(`streams ${total} rooms in bounded memory`, { timeout: 180_000 }, async () => {
    const { store } = trial;
    await trial.seed(total);
    const heapBefore = liveHeapBytes();
    let heapMost = 0;
    let written = 0;
    const numbers = new Uint8Array(total + 1);
    for await (const { value } of store.rooms()) {
      numbers[value.number] = 1;
      written += 1;
      if (written % Math.floor(total / 5) === 0) heapMost = Math.max(heapMost, liveHeapBytes());
    }
    expect(written).toBe(total);
    expect(numbers.reduce((sum, one) => sum + one, 0)).toBe(total);
    expect((heapMost - heapBefore) / 2 ** 20).toBeLessThan(32);
  });

  it('continues to stream while rooms change and register', async () => {
    const { store } = trial;
    await trial.seed(1000);
    const seen = new Map<string, number>();
    for await (const { value } of store.rooms()) {
      seen.set(value.id, (seen.get(value.id) ?? 0) + 1);
      if (seen.size === 10)
        await Promise.all([1, 999, 2000].map((n) => store.transact(roomId(n), count(n))));
    }
    for (let n = 1; n <= 1000; n += 1) expect(seen.get(roomId(n))).toBe(1);
  });
}

/** The reachable memory, without garbage that is not collected yet. */
function liveHeapBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

function describeRestart(trial: Trial): void {
  it('has all data after a restart', async () => {
    const { store } = trial;
    const first = await store.transact(roomId(1), count(1));
    const { cursor } = await readFeed(store, null, 10);
    const second = await store.transact(roomId(1), count(1), first.stored);
    await store.putDocument('counter', 'rooms', { next: 1 });

    const reopened = await trial.reopen();
    expect(await reopened.room(roomId(1))).toEqual(second.stored);
    expect(await reopened.history(roomId(1), { limit: 10 })).toHaveLength(2);
    expect((await reopened.document('counter', 'rooms'))?.value).toEqual({ next: 1 });
    const { entries } = await readFeed(reopened, cursor, 10);
    expect(entries.map((one) => nameOf(one.event))).toEqual(['room-1@2']);
    const third = await reopened.transact(roomId(1), count(1), second.stored);
    expect(third.answer).toBe(3);
  });

  it('commits waiting writes before it closes, and refuses calls afterwards', async () => {
    const { store } = trial;
    const waiting = store.transact(roomId(1), count(1));
    await store.close();
    expect((await waiting).committed).toBe(true);
    await expect(store.room(roomId(1))).rejects.toThrow(/closed/);
    await expect(store.transact(roomId(1), count(1))).rejects.toThrow(/closed/);
    await store.close();
    const reopened = await trial.reopen();
    expect((await reopened.room(roomId(1)))?.value.revision).toBe(1);
  });
}
