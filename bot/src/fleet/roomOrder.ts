/** The orders of the list of rooms, and the page that a query asks for in its order. */
import type { Instant, RoomId } from '@rooms-pro/core';
import { collate, compareRooms, type Entry } from './entry.ts';
import type { ParsedRoomsQuery } from './queries.ts';
import { createSortedList } from './sortedList.ts';

type Order = Pick<ParsedRoomsQuery, 'sort' | 'order' | 'offset' | 'limit'>;
type LastSeenAt = (room: RoomId) => Instant | null;

/** By building, floor and name, as people sort them. */
export function compareByPlace(one: Entry, other: Entry): number {
  return (
    collate(one.room.building, other.room.building) ||
    collate(one.room.floor, other.room.floor) ||
    compareRooms(one, other)
  );
}

/**
 * How bad a room is, as one number: unhealthy, disconnected, with warnings, then what is deliberate, then
 * healthy. Of two rooms with the same health, the one with more incidents is worse.
 */
function badnessOf({ health: { health, important, warnings } }: Entry): number {
  const ranks = { unhealthy: 5, disconnected: 4, onboarding: 2, suppressed: 1, healthy: 0 };
  const rank = health === 'healthy' && warnings > 0 ? 3 : ranks[health];
  return rank * 1e6 + Math.min(important, 999) * 1e3 + Math.min(warnings, 999);
}

/** Every room in the orders that take too long to make for each query. */
export function createRoomLists() {
  const byName = createSortedList<Entry>(compareRooms);
  const byPlace = createSortedList<Entry>(compareByPlace);
  return {
    add(entry: Entry): void {
      byName.add(entry);
      byPlace.add(entry);
    },
    remove(entry: Entry): void {
      byName.remove(entry);
      byPlace.remove(entry);
    },
    /** The stretches of the list that `pageInOrder` expects for this sort. */
    chunksFor: (sort: Order['sort']) => (sort === 'place' ? byPlace : byName).chunks,
  };
}

/** What the rooms of a query are ordered by; `null`: they come in that order already. */
function keyFor(sort: Order['sort'], lastSeenAt: LastSeenAt): ((entry: Entry) => number) | null {
  switch (sort) {
    case 'health':
      return badnessOf;
    case 'since':
      return ({ healthSince }) => Date.parse(healthSince);
    case 'lastSeen':
      return ({ room }) => {
        const at = lastSeenAt(room.id);
        return at === null ? 0 : Date.parse(at);
      };
    case 'name':
    case 'place':
      return null;
  }
}

/** The page of these rooms. They come by place for `place`, else by name, which also decides between equals. */
export function pageInOrder(
  rooms: readonly Entry[],
  { sort, order, offset, limit }: Order,
  lastSeenAt: LastSeenAt,
): readonly Entry[] {
  const keyOf = keyFor(sort, lastSeenAt);
  const end = Math.min(rooms.length, offset + limit);
  if (offset >= end) return [];
  if (keyOf !== null) {
    const sign = order === 'asc' ? 1 : -1;
    return pageByKey(
      rooms,
      Float64Array.from(rooms, (entry) => sign * keyOf(entry)),
      { offset, end },
    );
  }
  if (order === 'asc') return rooms.slice(offset, end);
  return rooms.slice(rooms.length - end, rooms.length - offset).reverse();
}

/**
 * Sorts the numbers alone, which takes milliseconds for a hundred thousand rooms, and then only the rooms
 * whose numbers are on the page.
 */
function pageByKey(
  rooms: readonly Entry[],
  keys: Float64Array,
  { offset, end }: { readonly offset: number; readonly end: number },
): Entry[] {
  const sorted = keys.toSorted();
  const least = sorted[offset] ?? 0;
  const greatest = sorted[end - 1] ?? 0;
  const before = sorted.indexOf(least);
  const wanted = end - offset;
  // Of the equals at both ends only those on the page are kept: most rooms may be equal.
  let passed = before - offset;
  let last = 0;
  const found: { readonly key: number; readonly entry: Entry }[] = [];
  for (const [index, entry] of rooms.entries()) {
    const key = keys[index] ?? 0;
    if (key < least || key > greatest) continue;
    if (key === least) {
      passed += 1;
      if (passed <= 0 || passed > wanted) continue;
    } else if (key === greatest) {
      last += 1;
      if (last > wanted) continue;
    }
    found.push({ key, entry });
  }
  return found
    .sort((one, other) => one.key - other.key)
    .slice(0, wanted)
    .map(({ entry }) => entry);
}
