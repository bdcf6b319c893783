/** Which answers in hand a change on the stream makes doubtful. */
import type { RoomId } from '@rooms-pro/core';

/** What of a query decides: the first word of its key, and whose room its answer is about. */
export type Held = { readonly key: readonly unknown[]; readonly data: unknown };

function roomOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'roomId' in data ? data.roomId : undefined;
}

/** Whether an answer may no longer be true after these rooms changed. Lists and counts always are. */
export function isTouched(held: Held, rooms: ReadonlySet<RoomId>): boolean {
  const [what] = held.key;
  if (what === 'me' || what === 'settings') return false;
  if (what !== 'room' && what !== 'ticket') return true;
  // Pages of a room's history do not name it; their key does.
  const room = roomOf(held.data) ?? (held.key.length > 2 ? held.key[1] : undefined);
  return room === undefined || rooms.has(room as RoomId);
}
