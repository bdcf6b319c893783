/** The disconnected rooms of each outage, updated as rooms join and come back. */
import type { Instant, OutageId, Room, RoomId } from '@rooms-pro/core';

export type OutageIndex = {
  /** Replaces the previous state of a room. Returns the outages that gained or lost it. */
  update(before: Room | null, after: Room): OutageId[];
  /** Removes a room. Returns the outages that lost it. */
  remove(room: Room): OutageId[];
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

type OutageState = {
  readonly rooms: Set<RoomId>;
  readonly remaining: Set<RoomId>;
  lastBackAt: Instant | null;
};

/** The outage that contains the room; `null` for a room that is not enrolled. */
export function outageOfRoom({ enrolment, connection }: Room): OutageId | null {
  const isDisconnected = enrolment === 'enrolled' && connection.status === 'disconnected';
  return isDisconnected ? connection.outage : null;
}

/** The outage that ended while this room stayed disconnected; `null` for a room that is not enrolled. */
function remainsOf({ enrolment, connection }: Room): OutageId | null {
  const isDisconnected = enrolment === 'enrolled' && connection.status === 'disconnected';
  return isDisconnected ? (connection.remainsOf ?? null) : null;
}

/**
 * When the room came back. For a room that was retired while it was disconnected: the time of
 * that change.
 */
function leftAt({ connection, signals, enrolmentSince }: Room): Instant {
  const isBack = connection.status === 'connected';
  return (isBack ? signals.connection?.since : null) ?? enrolmentSince;
}

/** Creates an index without rooms. */
export function createOutageIndex(): OutageIndex {
  const outages = new Map<OutageId, OutageState>();

  function stateFor(id: OutageId): OutageState {
    const state = outages.get(id) ?? { rooms: new Set(), remaining: new Set(), lastBackAt: null };
    outages.set(id, state);
    return state;
  }

  return {
    update(before, after) {
      const [left, joined] = [before && outageOfRoom(before), outageOfRoom(after)];
      const [remained, remains] = [before && remainsOf(before), remainsOf(after)];
      if (left === joined && remained === remains) return [];
      if (remained !== null && remained !== remains) {
        const state = stateFor(remained);
        state.remaining.delete(after.id);
        state.lastBackAt = leftAt(after);
      }
      if (remains !== null) stateFor(remains).remaining.add(after.id);
      if (left !== null && left !== joined) {
        const state = stateFor(left);
        state.rooms.delete(after.id);
        if (remains === null) state.lastBackAt = leftAt(after);
      }
      if (joined !== null) stateFor(joined).rooms.add(after.id);
      return [...new Set([left, joined, remained, remains])].filter((id) => id !== null);
    },
    remove(room) {
      const left = outageOfRoom(room) ?? remainsOf(room);
      if (left === null) return [];
      stateFor(left).rooms.delete(room.id);
      stateFor(left).remaining.delete(room.id);
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
