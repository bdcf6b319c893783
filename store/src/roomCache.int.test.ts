import { newDevice, type Room } from '@rooms-pro/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRoomCache, type RoomCache } from './roomCache.ts';
import { count, failing, healthyRecord, nextCommit, roomId } from './sampleRooms.suite.ts';
import { openSqliteStore, type SqliteStore } from './sqliteStore.ts';
import type { Stored } from './store.ts';

const later = '2026-11-22T12:05:00.000Z';

let store: SqliteStore;
let cache: RoomCache;
beforeEach(() => {
  store = openSqliteStore({ file: ':memory:' });
  cache = createRoomCache(store);
});
afterEach(() => store.close());

async function commit(): Promise<Stored<Room>> {
  const { stored } = await store.transact(roomId(1), count(1));
  if (stored === null) throw new Error('nothing was stored');
  return stored;
}

/** The room with its camera seen healthy again at `later`. */
function seenAgain({ value, etag }: Stored<Room>): Stored<Room> {
  return { value: { ...value, signals: { ...value.signals, camera: healthyRecord(later) } }, etag };
}

it('loads a room that it does not have, once', async () => {
  cache.stop();
  const stored = await commit();
  const first = await cache.get(roomId(1));
  expect(first).toEqual(stored);
  expect(await cache.get(roomId(1))).toBe(first);
  expect(await cache.get(roomId(2))).toBeNull();
});

it('finds a room that was registered after it was asked for in vain', async () => {
  expect(await cache.get(roomId(1))).toBeNull();
  const stored = await commit();
  expect(await cache.get(roomId(1))).toBe(stored);
});

it('has each commit at once, sharing the object', async () => {
  await commit();
  await cache.get(roomId(1));
  const second = await commit();
  expect(await cache.get(roomId(1))).toBe(second);
});

it('prefers a commit that came while it was loading', async () => {
  await commit();
  let newer: Stored<Room> | null = null;
  const slow = createRoomCache({
    ...store,
    async room(id) {
      const loaded = await store.room(id);
      newer = await commit();
      return loaded;
    },
  });
  expect(await slow.get(roomId(1))).toBe(newer);
  expect(newer).not.toBeNull();
});

it('keeps newer observation times of the same version and nothing of another', async () => {
  const first = await commit();
  const kept = seenAgain(first);
  cache.keep(kept);
  expect(await cache.get(roomId(1))).toBe(kept);
  const second = await commit();
  cache.keep(kept);
  expect((await cache.get(roomId(1)))?.etag).toBe(second.etag);
});

it('carries observation times over a commit by someone who did not know them', async () => {
  cache.keep(seenAgain(await commit()));
  const second = await commit();
  expect(second.value.signals.camera?.observedAt).not.toBe(later);
  const got = await cache.get(roomId(1));
  expect(got?.etag).toBe(second.etag);
  expect(got?.value).toEqual(seenAgain(second).value);
});

it('carries nothing into a signal whose state the commit turned', async () => {
  const first = await commit();
  cache.keep(seenAgain(first));
  const turned = { ...healthyRecord('2026-11-22T12:01:00.000Z'), state: 'unhealthy' } as const;
  await store.transact(roomId(1), (room) => {
    const next = nextCommit(room, 1, [failing('camera')]);
    const signals = { ...next.room.signals, camera: turned };
    return { commit: { ...next, room: { ...next.room, signals } }, answer: null };
  });
  expect((await cache.get(roomId(1)))?.value.signals.camera).toEqual(turned);
});

it('carries what a device said of meetings over a commit by someone who did not know it', async () => {
  const device = newDevice('dev-1');
  const first = await commit();
  const said = { ...device, meeting: { inMeeting: false, at: later } };
  cache.keep({ ...first, value: { ...first.value, devices: [said] } });
  await store.transact(roomId(1), (room) => {
    const next = nextCommit(room, 1);
    return { commit: { ...next, room: { ...next.room, devices: [device] } }, answer: null };
  });
  expect((await cache.get(roomId(1)))?.value.devices).toEqual([said]);
});

it('stays behind once it was stopped', async () => {
  const first = await commit();
  cache.stop();
  await commit();
  expect(await cache.get(roomId(1))).toBe(first);
});
