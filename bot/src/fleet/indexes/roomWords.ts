/** What a search finds a room by: its name, number, place and groups; its devices and their addresses. */
import { listDevices, type Room } from '@rooms-pro/core';

/** The lower-case texts of a room that a search looks into. */
export type RoomWords = {
  /** What people call the room, each part ended by a line feed. */
  readonly named: string;
  /** Ids of its devices, one a line. */
  readonly devices: string;
  /** Addresses of its devices, each between line feeds. */
  readonly addresses: string;
};

/** Derives the texts; done once per change of the room. */
export function roomWordsOf(room: Room): RoomWords {
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
 * Whether a word of a search (from `wordsOf`) stands in the room's own texts. A device is found by four
 * letters of its id or more, an address by three parts of it or more: `4.12` is rather the name of a room.
 */
export function hasRoomWord({ named, devices, addresses }: RoomWords, word: string): boolean {
  return (
    named.includes(word) ||
    (word.length >= leastOfDevice && devices.includes(word)) ||
    (/^[\da-f]*[.:][\da-f]*[.:][\da-f.:]*$/.test(word) && addresses.includes(`\n${word}`))
  );
}

const leastOfDevice = 4;

/**
 * The words of a search, in lower case, without what stands between them in a list or a place. A floor
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
