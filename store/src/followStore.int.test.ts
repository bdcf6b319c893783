import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Room, RoomId } from '@rooms-pro/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FollowedStore, followStore } from './followStore.ts';
import { roomId, sampleEvent, sampleRoom } from './sampleRooms.suite.ts';
import { openSqliteStore, type SqliteStore } from './sqliteStore.ts';
import type { Store } from './store.ts';

let database: SqliteStore;
let open: FollowedStore[];
beforeEach(() => {
  database = openSqliteStore({ file: ':memory:' });
  open = [];
});
afterEach(async () => {
  for (const store of open) await store.close();
  await database.close();
});

/** A process of its own on the same database: it is told of its own commits only. */
function processOn(store: Store): Store {
  const listeners = new Set<Parameters<Store['onCommit']>[0]>();
  return {
    ...store,
    async transact(id, decide, known) {
      const done = await store.transact(id, decide, known);
      if (done.committed && done.stored !== null) {
        const entry = { event: sampleEvent(done.stored.value), room: done.stored };
        for (const listener of listeners) listener(entry);
      }
      return done;
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {},
  };
}

/** Follows; looks again only when a test asks. */
async function follow(onFault: (error: unknown) => void = () => {}) {
  const delay = (_ms: number, signal: AbortSignal) =>
    new Promise<void>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    });
  const followed = await followStore(processOn(database), {
    everyMs: 1,
    delay,
    onFault,
    nowMs: () => 1,
  });
  open.push(followed);
  const heard: string[] = [];
  followed.onCommit(({ room: { value } }) => heard.push(`${value.id} r${value.revision}`));
  return { followed, heard };
}

async function commit(store: Store, id: RoomId, number: number) {
  await store.transact(id, (before) => {
    const room: Room = { ...(before ?? sampleRoom(number)), revision: (before?.revision ?? 0) + 1 };
    return { commit: { room, event: sampleEvent(room) }, answer: null };
  });
}

it('hears what another process commits, once, and its own at once', async () => {
  const one = await follow();
  const other = await follow();
  await commit(one.followed, roomId(1), 1);
  expect(one.heard).toEqual(['room-1 r1']);
  expect(other.heard).toEqual([]);
  await other.followed.catchUp();
  await one.followed.catchUp();
  expect(other.heard).toEqual(['room-1 r1']);
  expect(one.heard).toEqual(['room-1 r1']);
  await commit(other.followed, roomId(1), 1);
  await one.followed.catchUp();
  expect(one.heard).toEqual(['room-1 r1', 'room-1 r2']);
});

it('tells the newest of a room only, never an older one after it', async () => {
  const one = await follow();
  const other = await follow();
  await commit(one.followed, roomId(1), 1);
  await commit(one.followed, roomId(1), 1);
  await commit(other.followed, roomId(1), 1);
  expect(other.heard).toEqual(['room-1 r3']);
  await other.followed.catchUp();
  expect(other.heard).toEqual(['room-1 r3']);
});

it('begins where somebody had read to, and leaves its own mark when it ends', async () => {
  const one = await follow();
  await commit(one.followed, roomId(1), 1);
  await one.followed.catchUp();
  await one.followed.close();
  const later = await follow();
  await commit(database, roomId(2), 2);
  await later.followed.catchUp();
  expect(later.heard).toEqual(['room-2 r1']);
});

it('goes on after a look that failed', async () => {
  const faults: unknown[] = [];
  const broken = { ...database, feed: () => Promise.reject(new Error('no network')) };
  const working = database;
  let current: Store = broken;
  database = { ...working, feed: (cursor, limit) => current.feed(cursor, limit) };
  const { followed, heard } = await follow((error) => faults.push(error));
  await nextTurn();
  expect(faults).toHaveLength(1);
  expect(followed.caughtUpAtMs()).toBeNull();
  current = working;
  await commit(working, roomId(1), 1);
  await followed.catchUp();
  expect(heard).toEqual(['room-1 r1']);
  expect(followed.caughtUpAtMs()).toBe(1);
});

it('begins anew where the mark is of another database, as after a restore', async () => {
  await database.putDocument('setting', 'feedMark', { cursor: 'of another' });
  await commit(database, roomId(1), 1);
  const faults: unknown[] = [];
  const { followed, heard } = await follow((error) => faults.push(error));
  await nextTurn();
  expect(faults).toHaveLength(1);
  await followed.catchUp();
  expect(heard).toEqual(['room-1 r1']);
});
