/** Divides a report such as "4.12 no sound" into the name of the room and the problem. */
import { maySee, type Person } from '@rooms-pro/core';
import type { RoomRow } from '@rooms-pro/core/contracts';
import type { Fleet } from '../fleet/fleet.ts';
import { wholeRoomsQuery } from '../fleet/queries/queries.ts';

export type RoomFinder = {
  readonly person: Person;
  readonly fleet: Pick<Fleet, 'rooms' | 'room' | 'roomRow'>;
};

/**
 * The only room that the text names: by its whole name, as the only match, or by its number. When the text
 * is in no room's name, a device or an address may identify the room. `null`: no room, or several.
 */
export function roomNamed(text: string, finder: RoomFinder): RoomRow | null {
  const named = matchOf(text, finder);
  if (named !== null) return named.row;
  const { fleet, person } = finder;
  if (fleet.rooms({ ...wholeRoomsQuery({ text, limit: 1 }), isByName: true }, person).total > 0)
    return null;
  const { rows, total } = fleet.rooms(wholeRoomsQuery({ text, limit: 1 }), person);
  return total === 1 ? (rows[0] ?? null) : null;
}

/** The room and the problem in a text; `null` when the text names no room or several rooms. */
export function readReport(
  text: string,
  finder: RoomFinder,
): { readonly row: RoomRow; readonly what: string } | null {
  const [, named, what] = /^([^:]{1,200}):\s*(.+)$/s.exec(text) ?? [];
  const byColon =
    named !== undefined && what !== undefined ? roomNamed(named.trim(), finder) : null;
  if (byColon && what !== undefined) return { row: byColon, what };
  const words = text.split(' ');
  const most = Math.min(words.length - 1, mostWordsOfAName);
  const splits = Array.from({ length: Math.max(0, most) }, (_, nth) => ({
    name: words.slice(0, nth + 1).join(' '),
    what: words.slice(nth + 1).join(' '),
  }));
  // The longest whole name has priority over the shortest text that matches only one room.
  for (const { name, what } of [...splits].reverse()) {
    const match = matchOf(name, finder);
    if (match?.isWhole) return { row: match.row, what };
  }
  for (const { name, what } of splits) {
    const match = matchOf(name, finder);
    if (match) return { row: match.row, what };
  }
  return null;
}

const mostWordsOfAName = 8;

type Match = { readonly row: RoomRow; readonly isWhole: boolean };

function matchOf(text: string, { fleet, person }: RoomFinder): Match | null {
  const { rows, total } = fleet.rooms({ ...wholeRoomsQuery({ text }), isByName: true }, person);
  const named = rows.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  const [only] = named.length > 0 ? named : rows;
  if (only && named.length === 1) return { row: only, isWhole: true };
  const numbered = /^#?\d{1,9}$/.test(text)
    ? fleet.room(`room-${Number(text.replace('#', ''))}`)
    : null;
  if (only && total === 1) return { row: only, isWhole: false };
  const row = numbered && maySee(person, numbered) ? fleet.roomRow(numbered.id) : null;
  return row && { row, isWhole: true };
}
