/** The names of rooms, buildings, floors and groups, in the form in which a text is searched for them. */

import type { Enrolment } from '@rooms-pro/core';
import { tokenize } from '../text/tokens.ts';

/** A room with the names by which people refer to it. */
export type NamedRoom = {
  readonly number: number;
  readonly name: string;
  readonly building: string;
  readonly floor: string;
  readonly groups: readonly string[];
  readonly enrolment: Enrolment;
};

/** A building or a group with the words of its name. */
export type PlaceName = {
  readonly kind: 'place' | 'group';
  readonly name: string;
  readonly words: readonly string[];
};

/** Build it once; it changes only when a room is added, renamed or moved. */
export type NameIndex = {
  readonly rooms: ReadonlyMap<number, NamedRoom>;
  /** Rooms by a word of their name: `anchor`, `1.02`. */
  readonly byWord: ReadonlyMap<string, ReadonlySet<number>>;
  /** Rooms by their whole name, folded. */
  readonly byName: ReadonlyMap<string, readonly number[]>;
  readonly wordsOf: ReadonlyMap<number, readonly string[]>;
  readonly places: readonly PlaceName[];
  readonly floors: ReadonlySet<string>;
  readonly longestName: number;
};

/** The folded words of a name. */
export function nameWords(name: string): string[] {
  return tokenize(name)
    .filter(({ kind }) => kind !== 'mark')
    .map(({ word }) => word);
}

/** Builds the index. Retired rooms are not named. */
export function createNameIndex(rooms: Iterable<NamedRoom>): NameIndex {
  const known = new Map<number, NamedRoom>();
  const byWord = new Map<string, Set<number>>();
  const byName = new Map<string, number[]>();
  const wordsOf = new Map<number, readonly string[]>();
  const buildings = new Set<string>();
  const groups = new Set<string>();
  const floors = new Set<string>();
  let longestName = 1;
  for (const room of rooms) {
    if (room.enrolment === 'retired') continue;
    const words = nameWords(room.name);
    known.set(room.number, room);
    wordsOf.set(room.number, words);
    longestName = Math.max(longestName, words.length);
    for (const word of words) byWord.set(word, (byWord.get(word) ?? new Set()).add(room.number));
    const whole = words.join(' ');
    byName.set(whole, [...(byName.get(whole) ?? []), room.number]);
    if (room.building !== '') buildings.add(room.building);
    if (room.floor !== '') floors.add(room.floor);
    for (const group of room.groups) groups.add(group);
  }
  const placeNames = [...buildings].map((name) => placeName('place', name));
  const buildingWords = new Set(placeNames.map(({ words }) => words.join(' ')));
  const groupNames = [...groups]
    .map((name) => placeName('group', name))
    .filter(({ words }) => !buildingWords.has(words.join(' ')));
  return {
    rooms: known,
    byWord,
    byName,
    wordsOf,
    places: [...placeNames, ...groupNames].filter(({ words }) => words.length > 0),
    floors,
    longestName,
  };
}

function placeName(kind: PlaceName['kind'], name: string): PlaceName {
  return { kind, name, words: nameWords(name) };
}
