/** Live rooms in memory, so that ingest can tell unchanged telemetry without asking the database. */
import {
  type Device,
  type Room,
  type RoomId,
  recordsOf,
  type SignalId,
  type SignalRecord,
} from '@rooms-pro/core';
import type { Store, Stored } from './store.ts';

export type RoomCache = {
  /** The room as last committed, perhaps with newer observation times; loaded when not yet here. */
  get(roomId: RoomId): Promise<Stored<Room> | null>;
  /**
   * Keeps a copy that differs from the committed room by newer observation times only (same etag).
   * A copy of another version is left aside: something newer came between.
   */
  keep(stored: Stored<Room>): void;
  /** Lets go of the store; the cache may be behind from then on. */
  stop(): void;
};

/** Starts a cache that follows the store's commits, so that within a process it is never behind. */
export function createRoomCache(store: Store): RoomCache {
  const rooms = new Map<RoomId, Stored<Room>>();

  const stop = store.onCommit(({ room }) => {
    const previous = rooms.get(room.value.id);
    rooms.set(room.value.id, previous ? carryMemory(previous.value, room) : room);
  });

  return {
    async get(roomId) {
      const kept = rooms.get(roomId);
      if (kept) return kept;
      const loaded = await store.room(roomId);
      // A commit may have come in while we were loading: then it is the newer one.
      const newer = rooms.get(roomId);
      if (newer || loaded === null) return newer ?? null;
      rooms.set(roomId, loaded);
      return loaded;
    },
    keep(stored) {
      const { id } = stored.value;
      if (rooms.get(id)?.etag === stored.etag) rooms.set(id, stored);
    },
    stop,
  };
}

/**
 * A commit made by someone who did not hold our copy (a person's command, say) knows older
 * observation times and older news of meetings. Readings that we already answered as unchanged must
 * not become new again, and a device that said that no meeting is on must not have to say it again.
 */
function carryMemory(previous: Room, stored: Stored<Room>): Stored<Room> {
  const { signals, devices } = stored.value;
  const times = newerTimes(previous, stored.value);
  const carried = devices.map((device) => withNewerMeeting(previous, device));
  const isSame = carried.every((device, index) => device === devices[index]);
  if (times === null && isSame) return stored;
  const value = { ...stored.value, signals: { ...signals, ...times }, devices: carried };
  return { value, etag: stored.etag };
}

function newerTimes(previous: Room, room: Room): Room['signals'] | null {
  const carried: Partial<Record<SignalId, SignalRecord>> = {};
  for (const [signal, record] of recordsOf(room)) {
    const before = previous.signals[signal];
    if (before === undefined || before.observedAt <= record.observedAt) continue;
    if (before.state !== record.state || before.since !== record.since) continue;
    if (before.device !== record.device) continue;
    carried[signal] = { ...record, observedAt: before.observedAt };
  }
  return Object.keys(carried).length === 0 ? null : carried;
}

function withNewerMeeting(previous: Room, device: Device): Device {
  const before = previous.devices.find(({ id }) => id === device.id)?.meeting ?? null;
  const isNewer = before !== null && (device.meeting === null || before.at > device.meeting.at);
  return isNewer ? { ...device, meeting: before } : device;
}
