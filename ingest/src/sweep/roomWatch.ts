/** What the sweep must know of every room, kept in memory so that quiet rooms cost no reads. */
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

/** A room as the sweep sees it. */
export type Watched = {
  readonly roomId: RoomId;
  readonly revision: number;
  readonly dueAt: Instant | null;
  readonly enrolmentSince: Instant;
  /** Whether silence would be news: not of a retired room, nor of one known to be silent. */
  readonly isListenedTo: boolean;
  /** Whether some fault of it waits for its confirmation. */
  readonly isConfirming: boolean;
  /** Where its silence would count towards an outage; `null`: nowhere. */
  readonly place: Omit<DisconnectedRoom, 'since'> | null;
  /** Since when it is silent without being part of an outage; `null`: it is not. */
  readonly aloneSince: Instant | null;
  /** The outage it is part of, and since when it is silent in it. */
  readonly outage: { readonly id: OutageId; readonly since: Instant } | null;
  /** What ails it, as `building|type`; compared with its neighbours. */
  readonly troubles: readonly string[];
  /** Signals under investigation whose neighbours nobody has looked at yet. */
  readonly uncorrelated: readonly SignalId[];
};

function watch(room: Room): Watched {
  const { id: roomId, revision, dueAt, enrolmentSince, connection } = room;
  const isListenedTo =
    room.enrolment !== 'retired' && room.signals.connection?.state !== 'unhealthy';
  const isOutaged = connection.status === 'disconnected' && room.enrolment !== 'retired';
  const outage =
    isOutaged && connection.outage !== null
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
    ...troublesOf(room),
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

function troublesOf(room: Room): Pick<Watched, 'troubles' | 'uncorrelated'> {
  if (room.enrolment !== 'enrolled') return { troubles: none, uncorrelated: none };
  const troubles: string[] = [];
  const uncorrelated: SignalId[] = [];
  for (const [signal, record] of signalRecords(room)) {
    const ticket = findOpenTicket(record);
    if (ticket === null || effectiveSuppression(room, signal)) continue;
    const trouble = issueKey(room.building, signal);
    if (room.building !== '' && !troubles.includes(trouble)) troubles.push(trouble);
    const isLookedFor = ticket.status === 'systemInvestigating' && ticket.neighbours === null;
    if (isLookedFor && !isFrozen(room, signal)) uncorrelated.push(signal);
  }
  // Nearly all rooms have no trouble: they share one list.
  return {
    troubles: troubles.length === 0 ? none : troubles,
    uncorrelated: uncorrelated.length === 0 ? none : uncorrelated,
  };
}

/** How a kind of trouble in a building is counted. */
export function issueKey(building: string, signal: SignalId): string {
  return `${signalTypeOf(signal)}|${building}`;
}

/**
 * Watches all rooms of a store: those there are, and every commit from now on. Due times are worked
 * out anew at each load: what was written may come from other rules.
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
  const stopFollowing = store.onCommit(({ room: { value } }) => {
    // What is known already may have a due time by newer rules.
    if (rooms.get(value.id)?.revision !== value.revision) note(value);
  });
  const stopDropping = store.quarantine.follow({
    onAdded: ({ kind, id }) => void (kind === 'room' && rooms.delete(id as RoomId)),
    // The next `ready` reads the room again, with all others: repairs are rare.
    onRemoved: ({ kind }) => {
      if (kind === 'room') loading = null;
    },
  });
  let loading: Promise<void> | null = null;

  async function load(): Promise<void> {
    for await (const { value } of cache.rooms()) {
      note(value, nextDue(value, rulesFor(rules, value), now()));
    }
  }

  return {
    /** Resolves once every room is known; a load that failed is tried again at the next call. */
    ready(): Promise<void> {
      loading ??= load().catch((error: unknown) => {
        loading = null;
        throw error;
      });
      return loading;
    },
    /** The next `ready` reads all rooms again: the rules have changed. */
    forget(): void {
      loading = null;
    },
    rooms: (): Iterable<Watched> => rooms.values(),
    room: (roomId: RoomId): Watched | null => rooms.get(roomId) ?? null,
    note,
    stop() {
      stopFollowing();
      stopDropping();
    },
  };
}
export type RoomWatch = ReturnType<typeof createRoomWatch>;
