/** The data that the sweep needs of every room, in memory, so that unchanged rooms cost no reads. */
import { keepResult } from '@rooms-pro/async';
import {
  type DisconnectedRoom,
  effectiveSuppression,
  findOpenTicket,
  type Instant,
  isFrozen,
  nextDue,
  type OutageId,
  outageLocation,
  type Room,
  type RoomId,
  rulesFor,
  type SignalId,
  signalRecords,
  signalTypeOf,
} from '@rooms-pro/core';
import type { RoomDeps } from '../deps.ts';

/** The data of a room for the sweep. */
export type Watched = {
  readonly roomId: RoomId;
  readonly revision: number;
  readonly dueAt: Instant | null;
  readonly enrolmentSince: Instant;
  /** Whether the room can become disconnected: it is not retired and not disconnected already. */
  readonly isListenedTo: boolean;
  /** Whether a fault of the room waits for its confirmation. */
  readonly isConfirming: boolean;
  /** The location where a disconnection would count for an outage; `null`: nowhere. */
  readonly place: Omit<DisconnectedRoom, 'since'> | null;
  /** Since when the room is disconnected outside an outage; `null`: it is not. */
  readonly aloneSince: Instant | null;
  /** The outage of the room, and since when the room is disconnected. */
  readonly outage: { readonly id: OutageId; readonly since: Instant } | null;
  /** The open issues of the room, as `type|building`, for the comparison with other rooms. */
  readonly troubles: readonly string[];
  /** Signals under investigation without a count of correlated rooms. */
  readonly uncorrelated: readonly SignalId[];
};

function watch(room: Room): Watched {
  const { id: roomId, revision, dueAt, enrolmentSince, connection } = room;
  const isListenedTo =
    room.enrolment !== 'retired' && room.signals.connection?.state !== 'unhealthy';
  const isInOutage = connection.status === 'disconnected' && room.enrolment !== 'retired';
  const outage =
    isInOutage && connection.outage !== null
      ? { id: connection.outage, since: connection.since }
      : null;
  const isAlone =
    connection.status === 'disconnected' &&
    connection.reason === 'noTelemetry' &&
    outage === null &&
    !isListenedTo;
  return {
    roomId,
    revision,
    dueAt,
    enrolmentSince,
    isListenedTo,
    isConfirming: isConfirming(room),
    place: outageLocation(room),
    aloneSince: isAlone ? connection.since : null,
    outage,
    ...findIssues(room),
  };
}

function isConfirming(room: Room): boolean {
  return (
    room.enrolment === 'enrolled' &&
    signalRecords(room).some(
      ([, record]) => record.state === 'unhealthy' && findOpenTicket(record) === null,
    )
  );
}

const none: readonly never[] = [];

function findIssues(room: Room): Pick<Watched, 'troubles' | 'uncorrelated'> {
  if (room.enrolment !== 'enrolled') return { troubles: none, uncorrelated: none };
  const troubles: string[] = [];
  const uncorrelated: SignalId[] = [];
  for (const [signal, record] of signalRecords(room)) {
    const ticket = findOpenTicket(record);
    if (ticket === null || effectiveSuppression(room, signal)) continue;
    const trouble = issueKey(room.building, signal);
    if (room.building !== '' && !troubles.includes(trouble)) troubles.push(trouble);
    const isUncounted = ticket.status === 'systemInvestigating' && ticket.neighbours === null;
    if (isUncounted && !isFrozen(room, signal)) uncorrelated.push(signal);
  }
  // Nearly all rooms have no issue, so they share one empty list.
  return {
    troubles: troubles.length === 0 ? none : troubles,
    uncorrelated: uncorrelated.length === 0 ? none : uncorrelated,
  };
}

/** The key for counting one kind of issue in a building. */
export function issueKey(building: string, signal: SignalId): string {
  return `${signalTypeOf(signal)}|${building}`;
}

/**
 * Watches all rooms of a store: the existing rooms, and every commit from now on. Each load calculates the
 * due times again, because the stored times may come from other rules.
 */
export function createRoomWatch({
  store,
  cache,
  rules,
  now,
}: Pick<RoomDeps, 'store' | 'cache' | 'rules' | 'now'>) {
  const rooms = new Map<RoomId, Watched>();
  const note = (room: Room, dueAt: Instant | null = room.dueAt): void => {
    if ((rooms.get(room.id)?.revision ?? 0) > room.revision) return;
    rooms.set(room.id, { ...watch(room), dueAt });
  };
  const stopListening = store.onCommit(({ room: { value } }) => {
    // The entry in memory may have a due time by newer rules.
    if (rooms.get(value.id)?.revision !== value.revision) note(value);
  });
  const stopDropping = store.quarantine.follow({
    onAdded: ({ kind, id }) => void (kind === 'room' && rooms.delete(id as RoomId)),
    // The next `ready` reads all rooms again; that is acceptable because repairs are rare.
    onRemoved: ({ kind }) => {
      if (kind === 'room') load.forget();
    },
  });
  const load = keepResult(async () => {
    const current = rules();
    for await (const { value } of cache.rooms()) {
      note(value, nextDue(value, rulesFor(current, value), now()));
    }
  });

  return {
    /** Resolves when every room is loaded; after a failure the next call tries again. */
    ready: load,
    /** The next `ready` reads all rooms again. Call it after a change of the rules. */
    reload: load.forget,
    rooms: (): Iterable<Watched> => rooms.values(),
    room: (roomId: RoomId): Watched | null => rooms.get(roomId) ?? null,
    note,
    stop() {
      stopListening();
      stopDropping();
    },
  };
}
export type RoomWatch = ReturnType<typeof createRoomWatch>;
