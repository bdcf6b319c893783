import {
  type Command,
  defaultRules,
  type Input,
  newDevice,
  type Room,
  type RoomId,
} from '@rooms-pro/core';
import { aProfile } from '@rooms-pro/testing/builders';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeRoom } from '../changeRoom.ts';
import {
  count,
  failing,
  healthyRecord,
  nextCommit,
  roomId,
} from '../contract/sampleRooms.suite.ts';
import { openSqliteStore, type SqliteStore } from '../sqlite/sqliteStore.ts';
import type { Store, Stored } from '../store.ts';
import { createRoomCache, type RoomCache } from './roomCache.ts';

const later = '2026-11-22T12:05:00.000Z';

let store: SqliteStore;
let cache: RoomCache;
beforeEach(() => {
  store = openSqliteStore({ file: ':memory:' });
  cache = createRoomCache(store);
});
afterEach(() => store.close());

const keep = (stored: Stored<Room>) => cache.keep(stored, defaultRules, later);

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
  keep(kept);
  expect(await cache.get(roomId(1))).toEqual(kept);
  const second = await commit();
  keep(kept);
  expect((await cache.get(roomId(1)))?.etag).toBe(second.etag);
});

it('carries observation times over a commit by someone who did not know them', async () => {
  keep(seenAgain(await commit()));
  const second = await commit();
  expect(second.value.signals.camera?.observedAt).not.toBe(later);
  const got = await cache.get(roomId(1));
  expect(got?.etag).toBe(second.etag);
  expect(got?.value).toEqual(seenAgain(second).value);
});

it('carries nothing into a signal whose state the commit turned', async () => {
  const first = await commit();
  keep(seenAgain(first));
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
  keep({ ...first, value: { ...first.value, devices: [said] } });
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

const at = (minute: number) => `2026-11-22T13:${String(minute).padStart(2, '0')}:00.000Z`;

/** The camera is healthy, seen at this minute. */
function beat(minute: number): Extract<Input, { kind: 'telemetry' }> {
  const observedAt = at(minute);
  const reading = { signal: 'camera', state: 'healthy', detail: '', observedAt } as const;
  return { kind: 'telemetry', device: 'dev-1', facts: [], readings: [reading] };
}

async function change(input: Input, minute: number): Promise<Room> {
  const known = await cache.get(roomId(1));
  const origin = { roomId: roomId(1), via: 'platform', correlationId: 'test' } as const;
  const request = { ...origin, input, now: at(minute), known };
  const { advanced, stored, committed } = await changeRoom(store, defaultRules, request);
  if (!advanced.ok || stored === null) throw new Error('refused');
  if (!committed) cache.keep({ ...stored, value: advanced.room }, defaultRules, at(minute));
  return advanced.room;
}

describe('a room at rest', () => {
  const by = { kind: 'platform' } as const;
  const hear = (minute: number) => cache.hear(roomId(1), beat(minute), defaultRules, at(minute));

  beforeEach(async () => {
    const profile = aProfile({ timeZone: 'UTC' });
    const number = Number(roomId(1).slice('room-'.length));
    await change({ kind: 'register', number, profile }, 0);
    await change({ kind: 'command', actor: by, command: { action: 'enrol' } }, 0);
    await change(beat(1), 1);
  });

  it('is heard once it has been looked at, and shows what it heard', async () => {
    expect(hear(2)).toBeNull();
    const looked = await change(beat(2), 2);
    expect(hear(3)).not.toBeNull();
    expect(hear(2)).toBeNull();
    const { signals } = (await cache.get(roomId(1)))?.value ?? looked;
    expect(signals.camera?.observedAt).toBe(at(3));
    expect(signals.connection?.observedAt).toBe(at(3));
  });

  it('is heard at a glance as it is heard when the message is read', async () => {
    const glance = (minute: number, state = 'healthy') => {
      const item = { form: 'reading', signal: 'camera', state, observedAt: at(minute) };
      const message = { device: 'dev-1', agent: '', items: [item] };
      const span = { from: at(0), to: at(minute) };
      return cache.glance(roomId(1), message, span, defaultRules, at(minute));
    };
    expect(glance(2)).toBe(false);
    await change(beat(2), 2);
    expect(glance(3)).toBe(true);
    expect(glance(3)).toBe(false);
    expect(hear(3)).toBeNull();
    expect(glance(4, 'unhealthy')).toBe(false);
    const { camera, connection } = (await cache.get(roomId(1)))?.value.signals ?? {};
    expect(camera?.observedAt).toBe(at(3));
    expect(connection?.observedAt).toBe(at(3));
    expect(hear(4)).not.toBeNull();
    expect(glance(5)).toBe(true);
  });

  it('shares the committed room while it hears', async () => {
    const committed = (await store.room(roomId(1)))?.value;
    await change(beat(2), 2);
    expect(hear(3)).toEqual(committed);
  });

  it('carries what it heard over a commit by someone who did not know it', async () => {
    await change(beat(2), 2);
    hear(3);
    const message: Command = { action: 'message', signal: 'camera', text: 'Looks fine.' };
    const until = { kind: 'lifted' } as const;
    const suppress: Command = { action: 'suppress', signal: 'camera', reason: '', until };
    for (const done of [message, suppress]) {
      const input: Input = { kind: 'command', actor: by, command: done };
      const origin = { roomId: roomId(1), via: 'tab', correlationId: 'test' } as const;
      await changeRoom(store, defaultRules, { ...origin, input, now: at(4) });
    }
    const whole = (await cache.get(roomId(1)))?.value;
    expect(whole?.signals.camera).toMatchObject({ observedAt: at(3), suppression: { at: at(4) } });
    expect(hear(5)).toBeNull();
  });
});

it('reads all rooms from the store once, and answers its own from then on', async () => {
  await commit();
  await store.transact(roomId(2), count(2));
  let read = 0;
  const counting = createRoomCache({
    ...store,
    rooms() {
      read += 1;
      return store.rooms();
    },
  });
  async function all(): Promise<RoomId[]> {
    const ids: RoomId[] = [];
    for await (const { value } of counting.rooms()) ids.push(value.id);
    return ids;
  }
  expect(await all()).toEqual([roomId(1), roomId(2)]);
  await store.transact(roomId(3), count(3));
  expect(await all()).toEqual([roomId(1), roomId(2), roomId(3)]);
  expect(read).toBe(1);
});

describe('on a store that several processes share', () => {
  let isCurrent: boolean;
  beforeEach(() => {
    isCurrent = true;
    cache.stop();
    cache = createRoomCache({ ...store, isCurrent: () => isCurrent });
  });

  it('asks the store while it may be behind, and keeps what is newer', async () => {
    const first = await commit();
    expect(await cache.get(roomId(1))).toBe(first);
    cache.stop();
    const second = await commit();
    expect(await cache.get(roomId(1))).toBe(first);
    isCurrent = false;
    expect(await cache.get(roomId(1))).toEqual(second);
    isCurrent = true;
    expect(await cache.get(roomId(1))).toEqual(second);
  });

  it('hears nothing from memory while it may be behind', async () => {
    const { value, etag } = await commit();
    const device = newDevice('dev-1');
    const connection = healthyRecord(later);
    const signals = { ...value.signals, connection };
    const clock = { seq: 0, sentAtMs: 0, shiftMs: 0, heardAtMs: 0 };
    const clocks = { 'dev-1': clock };
    const room: Stored<Room> = { value: { ...value, devices: [device], clocks, signals }, etag };
    await cache.get(roomId(1));
    keep(room);
    const beat = { kind: 'telemetry', device: 'dev-1', readings: [], facts: [] } as const;
    const hear = () => cache.hear(roomId(1), beat, defaultRules, later);
    expect(hear()).not.toBeNull();
    isCurrent = false;
    expect(hear()).toBeNull();
  });

  it('is not set back by what the feed brings late or twice', async () => {
    let tell: Parameters<Store['onCommit']>[0] = () => {};
    const onCommit: Store['onCommit'] = (listener) => {
      tell = listener;
      return () => {};
    };
    cache = createRoomCache({ ...store, onCommit });
    await commit();
    const [entry] = (await store.feed(null, 1)).entries;
    if (!entry) throw new Error('nothing was fed');
    const second = await commit();
    tell({ ...entry, room: second });
    keep(seenAgain(second));
    const kept = await cache.get(roomId(1));
    tell(entry);
    tell({ ...entry, room: second });
    expect(await cache.get(roomId(1))).toEqual(kept);
  });
});
