/** What the sweep must know of every room, kept in memory so that quiet rooms cost no reads. */
import type { Instant, Room, RoomId } from '@rooms-pro/core';
import type { Store } from '@rooms-pro/store';

/** A room as the sweep sees it. */
export type Watched = {
  readonly roomId: RoomId;
  readonly revision: number;
  readonly dueAt: Instant | null;
  readonly enrolmentSince: Instant;
  /** Whether silence would be news: not of a retired room, nor of one known to be silent. */
  readonly isListenedTo: boolean;
};

function watch(room: Room): Watched {
  const { id: roomId, revision, dueAt, enrolmentSince } = room;
  const isListenedTo =
    room.enrolment !== 'retired' && room.signals.connection?.state !== 'unhealthy';
  return { roomId, revision, dueAt, enrolmentSince, isListenedTo };
}

/** Watches all rooms of a store: those there are, and every commit from now on. */
export function createRoomWatch(store: Store) {
  const rooms = new Map<RoomId, Watched>();
  const note = (room: Room): void => {
    if ((rooms.get(room.id)?.revision ?? 0) <= room.revision) rooms.set(room.id, watch(room));
  };
  const stop = store.onCommit(({ room }) => note(room.value));
  let loading: Promise<void> | null = null;

  async function load(): Promise<void> {
    for await (const { value } of store.rooms()) note(value);
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
    rooms: (): Iterable<Watched> => rooms.values(),
    note,
    stop,
  };
}
export type RoomWatch = ReturnType<typeof createRoomWatch>;
