/** The disconnected rooms of each outage, updated as rooms join and come back. */
import type { Instant, OutageId, Room, RoomId } from '@rooms-pro/core';

export type OutageIndex = {
  /** Replaces the previous state of a room. Returns the outages that gained or lost it. */
  take(before: Room | null, after: Room): OutageId[];
  /** Removes a room. Returns the outages that lost it. */
  drop(room: Room): OutageId[];
  rooms(id: OutageId): readonly RoomId[];
  /** Rooms that were disconnected when the outage ended and still are. */
  remaining(id: OutageId): readonly RoomId[];
  /**
   * When the last room that left the outage came back; `null` when this process observed no room leave.
   */
  lastBackAt(id: OutageId): Instant | null;
  /** Outages that have disconnected rooms. */
  ids(): Iterable<OutageId>;
};

type Known = {
  readonly rooms: Set<RoomId>;
  readonly remaining: Set<RoomId>;
  lastBackAt: Instant | null;
};

/** The outage that contains the room; `null` for a room that is not enrolled. */
export function outageOfRoom({ enrolment, connection }: Room): OutageId | null {
  const isSilent = enrolment === 'enrolled' && connection.status === 'disconnected';
  return isSilent ? connection.outage : null;
}

/** The outage that ended while this room stayed disconnected; `null` for a room that is not enrolled. */
function remainsOf({ enrolment, connection }: Room): OutageId | null {
  const isSilent = enrolment === 'enrolled' && connection.status === 'disconnected';
  return isSilent ? (connection.remainsOf ?? null) : null;
}

/**
 * When the room came back. For a room that was taken out of use while it was disconnected: the time of
 * that change.
 */
function leftAt({ connection, signals, enrolmentSince }: Room): Instant {
  const isBack = connection.status === 'connected';
  return (isBack ? signals.connection?.since : null) ?? enrolmentSince;
}

/** Creates an index without rooms. */
export function createOutageIndex(): OutageIndex {
  const outages = new Map<OutageId, Known>();

  function knownOf(id: OutageId): Known {
    const known = outages.get(id) ?? { rooms: new Set(), remaining: new Set(), lastBackAt: null };
    outages.set(id, known);
    return known;
  }

  return {
    take(before, after) {
      const [left, joined] = [before && outageOfRoom(before), outageOfRoom(after)];
      const [remained, remains] = [before && remainsOf(before), remainsOf(after)];
      if (left === joined && remained === remains) return [];
      if (remained !== null && remained !== remains) {
        const known = knownOf(remained);
        known.remaining.delete(after.id);
        known.lastBackAt = leftAt(after);
      }
      if (remains !== null) knownOf(remains).remaining.add(after.id);
      if (left !== null && left !== joined) {
        const known = knownOf(left);
        known.rooms.delete(after.id);
        if (remains === null) known.lastBackAt = leftAt(after);
      }
      if (joined !== null) knownOf(joined).rooms.add(after.id);
      return [...new Set([left, joined, remained, remains])].filter((id) => id !== null);
    },
    drop(room) {
      const left = outageOfRoom(room) ?? remainsOf(room);
      if (left === null) return [];
      knownOf(left).rooms.delete(room.id);
      knownOf(left).remaining.delete(room.id);
      return [left];
    },
    rooms: (id) => [...(outages.get(id)?.rooms ?? [])],
    remaining: (id) => [...(outages.get(id)?.remaining ?? [])],
    lastBackAt: (id) => outages.get(id)?.lastBackAt ?? null,
    *ids() {
      for (const [id, { rooms }] of outages) if (rooms.size > 0) yield id;
    },
  };
}
