/** Live rooms in memory, so that ingest can tell unchanged telemetry without asking the database. */
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

export type RoomCache = {
  /** The room as last committed, perhaps with newer observation times; loaded when not yet here. */
  get(roomId: RoomId): Promise<Stored<Room> | null>;
  /** All rooms. The first time through they are read from the store, and kept. */
  rooms(): AsyncIterable<Stored<Room>>;
  /**
   * Takes a message of which a glance tells that it says nothing new, as `hear` does once it is read:
   * false where it takes more than a glance.
   */
  glance(roomId: RoomId, message: Unread, span: Span, rules: Rules, now: Instant): boolean;
  /**
   * Takes a message that plainly says nothing new: notes when it was observed and answers the room
   * as committed. `null`: it may say something new, and nothing is noted.
   */
  hear(roomId: RoomId, message: Telemetry, rules: Rules, now: Instant): Room | null;
  /**
   * Keeps a copy that nothing of worth sets apart from the committed room (same etag): newer
   * observation times, news of meetings. What was found at rest under these rules may be heard from
   * then on. A copy of another version is left aside: something newer came between.
   */
  keep(stored: Stored<Room>, rules: Rules, now: Instant): void;
  /** Lets go of the store; the cache may be behind from then on. */
  stop(): void;
};

/** What was heard since, beside the room: the room itself is shared with whoever else shows it. */
type Kept = {
  readonly stored: Stored<Room>;
  readonly heard: {
    readonly observedAtMs: number[];
    meeting: Observations['meeting'];
    heartbeat: Observations['heartbeat'];
    readonly clocks: ObservedClocks;
  } | null;
  readonly rest: IdleState | null;
};

/**
 * Starts a cache that follows the store's commits, so that within a process it is never behind. Where
 * the store is followed (`createMultiProcessStore`) it is behind others' commits by two rests at most:
 * while the feed cannot be read, rooms are asked of the store and nothing is heard from memory.
 */
export function createRoomCache(
  store: Store & Partial<Pick<MultiProcessStore, 'isCurrent'>>,
): RoomCache {
  const rooms = new Map<RoomId, Kept>();
  const isCurrent = store.isCurrent ?? (() => true);
  let isComplete = false;

  const stopFollowing = store.onCommit(({ room }) => void take(room));
  // What is remembered of a room in quarantine is older than what is stored.
  const stopDropping = store.quarantine.follow({
    onAdded: ({ kind, id }) => void (kind === 'room' && rooms.delete(id as RoomId)),
    // A room that was repaired is read with the next look at all of them.
    onRemoved: ({ kind }) => {
      if (kind === 'room') isComplete = false;
    },
  });

  /** What was read or told may be older than what has come in meanwhile. */
  function take(stored: Stored<Room>): Kept {
    const { id, revision } = stored.value;
    const previous = rooms.get(id);
    if (previous && previous.stored.value.revision >= revision) return previous;
    const carried = previous ? carryMemory(wholeOf(previous).value, stored) : stored;
    const kept = carried === stored ? asCommitted(stored) : keptOf(stored, carried, null);
    rooms.set(id, kept);
    return kept;
  }

  return {
    async get(roomId) {
      const kept = rooms.get(roomId);
      if (kept && isCurrent()) return wholeOf(kept);
      const loaded = await store.room(roomId);
      if (loaded !== null) return wholeOf(take(loaded));
      const newer = rooms.get(roomId);
      return newer ? wholeOf(newer) : null;
    },
    async *rooms() {
      if (isComplete) {
        for (const kept of rooms.values()) yield wholeOf(kept);
        return;
      }
      for await (const stored of store.rooms()) yield wholeOf(take(stored));
      isComplete = true;
    },
    glance(roomId, message, span, rules, now) {
      const kept = rooms.get(roomId);
      if (!kept?.rest || !kept.heard || !isCurrent()) return false;
      const { stored, rest, heard } = kept;
      const told = unchangedByFastPath(stored.value, rest, heard, message, span, rules, now);
      if (told === null) return false;
      recordMatch(heard.observedAtMs, told);
      recordSending(heard.clocks, message, now);
      noteConnection(heard.observedAtMs, rest.known, now);
      return true;
    },
    hear(roomId, message, rules, now) {
      const kept = rooms.get(roomId);
      if (!kept?.rest || !kept.heard || !isCurrent()) return null;
      const { value } = kept.stored;
      if (!isUnchanged(value, kept.rest, kept.heard, message, rules, now)) return null;
      note(kept.heard, kept.rest, message, now);
      return value;
    },
    keep(stored, rules, now) {
      const { id } = stored.value;
      const kept = rooms.get(id);
      if (kept?.stored.etag !== stored.etag) return;
      rooms.set(id, keptOf(kept.stored, stored, idleStateOf(stored.value, rules, now)));
    },
    stop() {
      stopFollowing();
      stopDropping();
    },
  };
}

function asCommitted(stored: Stored<Room>): Kept {
  return { stored, heard: null, rest: null };
}

/** Keeps the committed room where only what was heard tells the copy from it. */
function keptOf(committed: Stored<Room>, copy: Stored<Room>, rest: IdleState | null): Kept {
  const isShared = differsByObservationsOnly(committed.value, copy.value);
  return { stored: isShared ? committed : copy, heard: observationsIn(copy.value), rest };
}

function wholeOf({ stored, heard }: Kept): Stored<Room> {
  if (heard === null) return stored;
  return { value: withObservations(stored.value, heard), etag: stored.etag };
}

function note(
  heard: NonNullable<Kept['heard']>,
  { known, rules }: IdleState,
  message: Telemetry,
  now: Instant,
): void {
  const readings = readingsAsBefore(heard.clocks, message, rules, now) ?? message.readings;
  recordSending(heard.clocks, message, now);
  for (const { signal, observedAt } of readings) {
    const place = signal === 'display:all' ? undefined : known.slots.get(signal);
    if (place !== undefined) heard.observedAtMs[place] = Date.parse(observedAt);
  }
  noteConnection(heard.observedAtMs, known, now);
  heard.meeting = meetingAfter(heard.meeting, message.facts, now);
  heard.heartbeat = latestHeartbeat(heard.heartbeat, message.facts, now);
}

function noteConnection(observedAtMs: number[], { slots }: Expected, now: Instant): void {
  const place = slots.get('connection');
  if (place !== undefined) observedAtMs[place] = Date.parse(now);
}

/**
 * A commit made by someone who did not hold our copy (a person's command, say) knows older
 * observation times and older news of meetings. Readings that we already answered as unchanged must
 * not become new again, and a device that said that no meeting is on must not have to say it again.
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

/** A clock that was heard later is known better; `null`: the room has the latest of all. */
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
