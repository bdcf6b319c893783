/** Fills the fleet when the bot starts. */
import type { Room } from '@rooms-pro/core';
import type { Stored } from '@rooms-pro/store';
import type { Fleet } from './fleet.ts';

/** Adds all rooms to the fleet. Returns their number. */
export async function loadFleet(
  fleet: Pick<Fleet, 'take'>,
  all: AsyncIterable<Stored<Room>>,
): Promise<number> {
  let rooms = 0;
  for await (const { value } of all) {
    fleet.take(value);
    rooms += 1;
  }
  return rooms;
}

/**
 * The number of rooms in use. A retired room stays in memory only for its history; a room in quarantine
 * is not in memory.
 */
export function countInUse(rooms: Iterable<Room>): number {
  return [...rooms].filter(({ enrolment }) => enrolment !== 'retired').length;
}
