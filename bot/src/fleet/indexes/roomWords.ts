/**
 * The texts by which a search finds a room: its name, number, location and groups, and the ids and
 * addresses of its devices.
 */
import { listDevices, type Room } from '@rooms-pro/core';

/** The texts of a room for the search, in lower case. */
export type RoomWords = {
  /** The name, number, location and groups. A line feed ends each part. */
  readonly named: string;
  /** The ids of its devices, one per line. */
  readonly devices: string;
  /** The addresses of its devices, each between line feeds. */
  readonly addresses: string;
};

/** Derives the texts. Runs once per change of the room. */
export function toRoomWords(room: Room): RoomWords {
  const { number, name, building, floor, groups } = room;
  const floors = floor.split(/\s+/).filter(Boolean);
  const named = [number, name, building, floor, ...groups, ...floors.map((one) => `floor ${one}`)];
  const addresses = room.devices.flatMap(({ address }) => address ?? []);
  return {
    named: `${named.join('\n').toLowerCase()}\n`,
    devices: [...listDevices(room).keys()].join('\n'),
    addresses: addresses.length === 0 ? '' : `\n${addresses.join('\n').toLowerCase()}\n`,
  };
}

/**
 * Whether the room's texts contain a word of a search (from `wordsOf`). The id of a device matches from
 * four letters on. An address matches from three parts on, because `4.12` is more likely the name of a
 * room.
 */
export function hasRoomWord({ named, devices, addresses }: RoomWords, word: string): boolean {
  return (
    named.includes(word) ||
    (word.length >= minDeviceLetters && devices.includes(word)) ||
    (/^[\da-f]*[.:][\da-f]*[.:][\da-f.:]*$/.test(word) && addresses.includes(`\n${word}`))
  );
}

const minDeviceLetters = 4;

/**
 * Splits a search into words in lower case, without the separators of lists and locations. A floor
 * (`floor 2`, `2nd floor`) is one word.
 */
export function wordsOf(text: string | undefined): string[] {
  const floors: string[] = [];
  const rest = (text ?? '')
    .toLowerCase()
    .replace(/[,;]+(?=\s|$)|(?<!\S)[·•](?!\S)/g, ' ')
    .replace(
      /(?<!\S)(?:floor\s+(\S+)|(\d+)(?:st|nd|rd|th)\s+floor)(?!\S)/g,
      (_, after: string | undefined, before: string | undefined) => {
        floors.push(`floor ${after ?? before}\n`);
        return ' ';
      },
    );
  return [...rest.split(/\s+/).filter(Boolean), ...floors];
}
