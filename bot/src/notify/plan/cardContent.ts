/** The content of a card as the notifier sends it, and what the content depends on besides the room. */
import { hash } from 'node:crypto';
import type {
  AdviceRecord,
  OutageId,
  Person,
  Room,
  RoomId,
  Rules,
  SignalId,
  TicketNumber,
} from '@rooms-pro/core';
import type { WireCard } from '../delivery/messenger.ts';

/** A card that is ready to be sent, with the sentence of its notification. */
export type CardContent = {
  readonly card: WireCard;
  readonly summary: string;
  /** A hash of the content. A card with the same hash needs no edit. */
  readonly shown: string;
};

/** What cards depend on besides the room: rules, links, and what helped in other rooms. */
export type CardSources = {
  readonly rules: Rules;
  /** How often the recommended action of this signal was successful, in all rooms. */
  readonly workedFor: (room: Room, signal: SignalId) => AdviceRecord;
  readonly links: {
    /** The URL of the list of rooms in the tab. */
    readonly rooms: string;
    room(id: RoomId): string;
    ticket(number: TicketNumber): string;
    outage(id: OutageId): string;
  };
};

/** The content of a card, with its hash. */
export function toContent({ card, summary }: Omit<CardContent, 'shown'>): CardContent {
  const shown = hash('sha256', JSON.stringify([card, summary]), 'base64url').slice(0, 22);
  return { card, summary, shown };
}

/**
 * The reader for whom the buttons are chosen. A card has the buttons of all actions that the lifecycle
 * allows; a person without the right gets a polite message after the click.
 */
export function readerWithAllRights(readerId: string | null): Person {
  return { kind: 'person', id: readerId ?? '', name: '', role: 'manager', groups: [] };
}

/** Returns the content for this room object and key, and makes it where it is not in the cache. */
export type ContentCache = (room: Room, key: string, make: () => CardContent) => CardContent;

/** The number of rooms whose cards are cached. A card may have many kilobytes. */
const maxCachedRooms = 200;

/**
 * Caches the cards of the most recent room objects. A card is planned before the rate limiter's wait,
 * after it, and after the send. A changed room is a new object, so its cards are rendered again.
 */
export function createContentCache(): ContentCache {
  const rooms = new Map<Room, Map<string, CardContent>>();
  return (room, key, make) => {
    const own = rooms.get(room) ?? new Map<string, CardContent>();
    rooms.set(room, own);
    const [oldest] = rooms.keys();
    if (rooms.size > maxCachedRooms && oldest !== undefined) rooms.delete(oldest);
    const content = own.get(key) ?? make();
    own.set(key, content);
    return content;
  };
}
