/** Checks a commit before any database receives it. */
import type { Room, RoomId } from '@rooms-pro/core';
import type { RoomCommit } from './store.ts';

/** Throws unless the commit is the next revision of room `id`. A failure is a bug of the caller. */
export function checkCommit(id: RoomId, before: Room | null, { room, event }: RoomCommit): void {
  if (room.id !== id || event.roomId !== id) {
    throw new Error(`A commit for ${id} contains ${room.id} and an event of ${event.roomId}.`);
  }
  if (event.revision !== room.revision || room.revision <= (before?.revision ?? -1)) {
    throw new Error(
      `A commit for ${id} goes from revision ${before?.revision ?? 'none'} to ${room.revision} with an event of revision ${event.revision}.`,
    );
  }
}
