/** Rooms in memory, so that ingest can detect unchanged telemetry without a read from the database. */
import {
  type Device,
  differsByObservationsOnly,
  type Expected,
  type IdleState,
  type Instant,
  idleStateOf,
  isUnchanged,
  latestHeartbeat,
  meetingAfter,
  type Observations,
  type ObservedClocks,
  observationsIn,
  type Room,
  type RoomId,
  type Rules,
  readingsAsBefore,
  recordMatch,
  recordSending,
  type SignalId,
  type SignalRecord,
  type Span,
  signalRecords,
  type Telemetry,
  type Unread,
  unchangedByFastPath,
  withObservations,
} from '@rooms-pro/core';
import type { MultiProcessStore } from '../feed/multiProcessStore.ts';
import type { Store, Stored } from '../store.ts';
import { createExpectedSharing } from './shareExpected.ts';

export type RoomCache = {
  /** The last committed room, perhaps with newer observation times. Loads the room if it is not in memory. */
  get(roomId: RoomId): Promise<Stored<Room> | null>;
  /** All rooms. The first complete iteration reads them from the store and keeps them. */
  rooms(): AsyncIterable<Stored<Room>>;
  /**
   * Records an unread message if the fast path finds that it changes nothing; the result is the same as
   * that of `recordUnchanged` for the parsed message. False: the message needs more than the fast path.
   */
  recordFast(roomId: RoomId, message: Unread, span: Span, rules: Rules, now: Instant): boolean;
  /**
   * Records the observation times of a message that certainly changes nothing, and returns the committed
   * room. `null`: the message may change something, and nothing is recorded.
   */
  recordUnchanged(roomId: RoomId, message: Telemetry, rules: Rules, now: Instant): Room | null;
  /**
   * Keeps a copy that differs from the committed room (same etag) only in observations: newer observation
   * times, and reports of meetings. From then on unchanged messages under these rules need no read of the
   * store. Ignores a copy of another version, because a newer commit came in between.
   */
  keep(stored: Stored<Room>, rules: Rules, now: Instant): void;
  /** Unsubscribes from the store; from then on the cache may be out of date. */
  stop(): void;
};

/** Observations since the commit, beside the room, because other code shares the room object. */
type Entry = {
  readonly stored: Stored<Room>;
  readonly seen: {
    readonly observedAtMs: number[];
    meeting: Observations['meeting'];
    heartbeat: Observations['heartbeat'];
    readonly clocks: ObservedClocks;
  } | null;
  readonly idle: IdleState | null;
};

/**
 * Creates a cache that listens to the commits of the store, so it is never behind its own process. On a
 * store of several processes (`createMultiProcessStore`) it is behind the others by two waits at most:
 * while the feed is unreadable, it reads rooms from the store and accepts no message from memory.
 */
export function createRoomCache(
  store: Store & Partial<Pick<MultiProcessStore, 'isCurrent'>>,
): RoomCache {
  const rooms = new Map<RoomId, Entry>();
  const isCurrent = store.isCurrent ?? (() => true);
  let isComplete = false;

  const stopListening = store.onCommit(({ room }) => void update(room));
  // The copy in memory of a room in quarantine is older than the stored document.
  const stopDropping = store.quarantine.follow({
    onAdded: ({ kind, id }) => void (kind === 'room' && rooms.delete(id as RoomId)),
    // The next iteration over all rooms reads a repaired room.
    onRemoved: ({ kind }) => {
      if (kind === 'room') isComplete = false;
    },
  });

  /** Updates the cache unless it already has a newer version. */
  function update(stored: Stored<Room>): Entry {
    const { id, revision } = stored.value;
    const previous = rooms.get(id);
    if (previous && previous.stored.value.revision >= revision) return previous;
    const carried = previous ? carryMemory(withMemory(previous).value, stored) : stored;
    const kept = carried === stored ? committedOnly(stored) : toEntry(stored, carried, null);
    rooms.set(id, kept);
    return kept;
  }

  return {
    async get(roomId) {
      const kept = rooms.get(roomId);
      if (kept && isCurrent()) return withMemory(kept);
      const loaded = await store.room(roomId);
      if (loaded !== null) return withMemory(update(loaded));
      const newer = rooms.get(roomId);
      return newer ? withMemory(newer) : null;
    },
    async *rooms() {
      if (isComplete) {
        for (const kept of rooms.values()) yield withMemory(kept);
        return;
      }
      for await (const stored of store.rooms()) yield withMemory(update(stored));
      isComplete = true;
    },
    ...createRecording(rooms, isCurrent),
    stop() {
      stopListening();
      stopDropping();
    },
  };
}

/** Records messages that change nothing, beside the committed rooms. */
function createRecording(
  rooms: Map<RoomId, Entry>,
  isCurrent: () => boolean,
): Pick<RoomCache, 'recordFast' | 'recordUnchanged' | 'keep'> {
  const shareExpected = createExpectedSharing();
  return {
    recordFast(roomId, message, span, rules, now) {
      const kept = rooms.get(roomId);
      if (!kept?.idle || !kept.seen || !isCurrent()) return false;
      const { idle, seen } = kept;
      const match = unchangedByFastPath(idle, seen, message, span, rules, now);
      if (match === null) return false;
      recordMatch(seen.observedAtMs, match);
      recordSending(seen.clocks, message, now);
      recordConnection(seen.observedAtMs, idle.known, now);
      return true;
    },
    recordUnchanged(roomId, message, rules, now) {
      const kept = rooms.get(roomId);
      if (!kept?.idle || !kept.seen || !isCurrent()) return null;
      const { value } = kept.stored;
      if (!isUnchanged(value, kept.idle, kept.seen, message, rules, now)) return null;
      recordMessage(kept.seen, kept.idle, message, now);
      return value;
    },
    keep(stored, rules, now) {
      const { id } = stored.value;
      const kept = rooms.get(id);
      if (kept?.stored.etag !== stored.etag) return;
      const idle = idleStateOf(stored.value, rules, now);
      rooms.set(id, toEntry(kept.stored, stored, idle && shareExpected(idle)));
    },
  };
}

function committedOnly(stored: Stored<Room>): Entry {
  return { stored, seen: null, idle: null };
}

/** Keeps the committed room object if the copy differs in observations only. */
function toEntry(committed: Stored<Room>, copy: Stored<Room>, idle: IdleState | null): Entry {
  const isShared = differsByObservationsOnly(committed.value, copy.value);
  return { stored: isShared ? committed : copy, seen: observationsIn(copy.value), idle };
}

function withMemory({ stored, seen }: Entry): Stored<Room> {
  if (seen === null) return stored;
  return { value: withObservations(stored.value, seen), etag: stored.etag };
}

function recordMessage(
  seen: NonNullable<Entry['seen']>,
  { known, rules }: IdleState,
  message: Telemetry,
  now: Instant,
): void {
  const readings = readingsAsBefore(seen.clocks, message, rules, now) ?? message.readings;
  recordSending(seen.clocks, message, now);
  for (const { signal, observedAt } of readings) {
    const slot = signal === 'display:all' ? undefined : known.slots.get(signal);
    if (slot !== undefined) seen.observedAtMs[slot] = Date.parse(observedAt);
  }
  recordConnection(seen.observedAtMs, known, now);
  seen.meeting = meetingAfter(seen.meeting, message.facts, now);
  seen.heartbeat = latestHeartbeat(seen.heartbeat, message.facts, now);
}

function recordConnection(observedAtMs: number[], { slots }: Expected, now: Instant): void {
  const slot = slots.get('connection');
  if (slot !== undefined) observedAtMs[slot] = Date.parse(now);
}

/**
 * A commit that is not based on our copy (a person's command, for example) has older observation times
 * and older reports of meetings. Readings that counted as unchanged must not become new again, and the
 * report of a device that no meeting is on must not get lost.
 */
function carryMemory(previous: Room, stored: Stored<Room>): Stored<Room> {
  const { signals, devices } = stored.value;
  const times = newerTimes(previous, stored.value);
  const carried = devices.map((device) => withNewerFacts(previous, device));
  const clocks = newerClocks(previous, stored.value);
  const isSame = carried.every((device, index) => device === devices[index]);
  if (times === null && isSame && clocks === null) return stored;
  const value = {
    ...stored.value,
    signals: { ...signals, ...times },
    devices: carried,
    ...(clocks ? { clocks } : {}),
  };
  return { value, etag: stored.etag };
}

function newerTimes(previous: Room, room: Room): Room['signals'] | null {
  const carried: Partial<Record<SignalId, SignalRecord>> = {};
  for (const [signal, record] of signalRecords(room)) {
    const before = previous.signals[signal];
    if (before === undefined || before.observedAt <= record.observedAt) continue;
    if (before.state !== record.state || before.since !== record.since) continue;
    if (before.device !== record.device) continue;
    const shift = before.shiftMs === undefined ? {} : { shiftMs: before.shiftMs };
    carried[signal] = { ...record, observedAt: before.observedAt, ...shift };
  }
  return Object.keys(carried).length === 0 ? null : carried;
}

/** Of each clock the later observation wins; `null`: the room already has the latest of all. */
function newerClocks(previous: Room, room: Room): Room['clocks'] | null {
  const { clocks = {} } = room;
  const newer = Object.entries(previous.clocks ?? {}).filter(([device, before]) => {
    const clock = clocks[device];
    const isKnown = () => room.devices.some(({ id }) => id === device);
    return clock === undefined ? isKnown() : before.heardAtMs > clock.heardAtMs;
  });
  return newer.length === 0 ? null : { ...clocks, ...Object.fromEntries(newer) };
}

function withNewerFacts(previous: Room, device: Device): Device {
  const before = previous.devices.find(({ id }) => id === device.id);
  if (before === undefined) return device;
  const { meeting, heartbeat } = before;
  const isMeetingNewer = meeting !== null && meeting.at > (device.meeting?.at ?? '');
  const isHeartbeatNewer =
    heartbeat !== undefined && heartbeat.heardAt > (device.heartbeat?.heardAt ?? '');
  const formats = [...new Set([...(device.formats ?? []), ...(before.formats ?? [])])];
  const isLonger = formats.length > (device.formats?.length ?? 0);
  if (!isMeetingNewer && !isHeartbeatNewer && !isLonger) return device;
  return {
    ...device,
    ...(isMeetingNewer ? { meeting } : {}),
    ...(isHeartbeatNewer ? { heartbeat } : {}),
    ...(isLonger ? { formats } : {}),
  };
}
