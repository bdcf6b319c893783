/** Determines which cached responses a change on the stream invalidates. */
import type { RoomId } from '@rooms-pro/core';

/** The parts of a query that decide: the first element of its key, and the room of its data. */
export type Held = { readonly key: readonly unknown[]; readonly data: unknown };

function findRoom(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'roomId' in data ? data.roomId : undefined;
}

/** Whether a response may be out of date after these rooms changed. Lists and counts always are. */
export function isTouched(held: Held, rooms: ReadonlySet<RoomId>): boolean {
  const [what] = held.key;
  if (what === 'me' || what === 'settings') return false;
  if (what !== 'room' && what !== 'ticket') return true;
  // Pages of the history of a room do not contain the room id, but their key does.
  const room = findRoom(held.data) ?? (held.key.length > 2 ? held.key[1] : undefined);
  return room === undefined || rooms.has(room as RoomId);
}
