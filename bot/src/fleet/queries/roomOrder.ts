/** The sort orders of the list of rooms, and the requested page in the order of the query. */
import type { Instant, RoomId } from '@rooms-pro/core';
import { collate, type Entry } from '../roomEntry.ts';
import type { ParsedRoomsQuery } from './queries.ts';

type Order = Pick<ParsedRoomsQuery, 'sort' | 'order' | 'offset' | 'limit'>;
type LastSeenAt = (room: RoomId) => Instant | null;

/**
 * The severity of a room's state as one number: unhealthy, disconnected, with warnings, onboarding,
 * suppressed, then healthy. Of two rooms with the same health, the room with more incidents has the
 * larger number.
 */
function computeUrgency({ health: { health, important, warnings } }: Entry): number {
  const ranks = { unhealthy: 5, disconnected: 4, onboarding: 2, suppressed: 1, healthy: 0 };
  const rank = health === 'healthy' && warnings > 0 ? 3 : ranks[health];
  return rank * 1e6 + Math.min(important, 999) * 1e3 + Math.min(warnings, 999);
}

/** The sort keys of the rooms; `null` for the order by name, which the rooms already have. */
function keysFor(
  sort: Order['sort'],
  rooms: readonly Entry[],
  lastSeenAt: LastSeenAt,
): Float64Array | null {
  switch (sort) {
    case 'health':
      return toNumbers(rooms, computeUrgency);
    case 'since':
      return toNumbers(rooms, ({ healthSinceMs }) => healthSinceMs);
    case 'lastSeen':
      return toNumbers(rooms, ({ room }) => {
        const at = lastSeenAt(room.id);
        return at === null ? 0 : Date.parse(at);
      });
    case 'place':
      return toLocationKeys(rooms);
    case 'name':
      return null;
  }
}

function toNumbers(rooms: readonly Entry[], numberOf: (entry: Entry) => number): Float64Array {
  const numbers = new Float64Array(rooms.length);
  for (const [index, entry] of rooms.entries()) numbers[index] = numberOf(entry);
  return numbers;
}

/**
 * The sort keys by building and floor, with numbers in natural order. There are few buildings and
 * floors, so sorting their names takes a thousandth of the time of sorting all rooms by them or of
 * maintaining a second sorted list.
 */
function toLocationKeys(rooms: readonly Entry[]): Float64Array {
  const buildings = computeRanks(rooms, ({ room }) => room.building);
  const floors = computeRanks(rooms, ({ room }) => room.floor);
  return buildings.map((rank, index) => rank * rooms.length + (floors[index] ?? 0));
}

/**
 * The rank of each room's text among all texts. Texts that are equal for the collator have the same
 * rank.
 */
function computeRanks(rooms: readonly Entry[], textOf: (entry: Entry) => string): Float64Array {
  const numbers = new Map<string, number>();
  const found = toNumbers(rooms, (entry) => {
    const text = textOf(entry);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  });
  const ranks = new Float64Array(numbers.size);
  let previous: string | null = null;
  let rank = 0;
  for (const [text, number] of [...numbers].sort(([one], [other]) => collate(one, other))) {
    if (previous !== null && collate(previous, text) !== 0) rank += 1;
    ranks[number] = rank;
    previous = text;
  }
  return found.map((number) => ranks[number] ?? 0);
}

/** The page of these rooms. `rooms` must be sorted by name; rooms with equal keys stay in this order. */
export function pageInOrder(
  rooms: readonly Entry[],
  { sort, order, offset, limit }: Order,
  lastSeenAt: LastSeenAt,
): readonly Entry[] {
  const end = Math.min(rooms.length, offset + limit);
  if (offset >= end) return [];
  const isReversed = order === 'desc' && (sort === 'name' || sort === 'place');
  if (isReversed) {
    const page = { offset: rooms.length - end, limit: end - offset };
    return pageInOrder(rooms, { sort, order: 'asc', ...page }, lastSeenAt).toReversed();
  }
  const keys = keysFor(sort, rooms, lastSeenAt);
  if (keys === null) return rooms.slice(offset, end);
  // `0 - key` instead of `-key`, because -0 sorts before 0.
  const signed = order === 'asc' ? keys : keys.map((key) => 0 - key);
  return pageByKey(rooms, signed, { offset, end });
}

/**
 * Sorts only the keys, which takes milliseconds for a hundred thousand rooms, and then the rooms whose
 * keys are on the page.
 */
function pageByKey(
  rooms: readonly Entry[],
  keys: Float64Array,
  { offset, end }: { readonly offset: number; readonly end: number },
): Entry[] {
  const sorted = keys.toSorted();
  const lowest = sorted[offset] ?? 0;
  const highest = sorted[end - 1] ?? 0;
  // Many rooms may have the same key as the first or last room of the page; only those on the page are
  // selected.
  let skip = offset - sorted.indexOf(lowest);
  let remaining = end - Math.max(offset, sorted.indexOf(highest));
  const found: { readonly key: number; readonly entry: Entry }[] = [];
  for (const [index, entry] of rooms.entries()) {
    const key = keys[index] ?? 0;
    if (key < lowest || key > highest) continue;
    if (key === lowest && skip > 0) {
      skip -= 1;
      continue;
    }
    if (key === highest) {
      if (remaining === 0) continue;
      remaining -= 1;
    }
    found.push({ key, entry });
  }
  return found.sort((one, other) => one.key - other.key).map(({ entry }) => entry);
}
