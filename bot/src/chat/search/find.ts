/** A search for tickets or rooms → the cards that a person can share. Reads only the fleet. */
import {
  type Health,
  type Instant,
  isOutageRow,
  maySee,
  type Person,
  type Room,
  type RoomId,
  type Rules,
  type SignalId,
  type TicketNumber,
} from '@rooms-pro/core';
import type { OutageRow } from '@rooms-pro/core/contracts';
import {
  type AdaptiveCard,
  type Preview,
  plain,
  previewOfIncident,
  previewOfOutage,
  previewOfRoom,
  sharedIncidentCard,
  sharedOutageCard,
  sharedRoomCard,
} from '../../cards/index.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import { wordsOf } from '../../fleet/indexes/roomWords.ts';
import { wholeIncidentsQuery, wholeRoomsQuery } from '../../fleet/queries/queries.ts';
import type { TabLinks, TabPlace } from '../../tabLinks.ts';
import { cleanSearch, type Reading, readingsOf } from './searchWords.ts';

export type FindDeps = {
  readonly person: Person;
  /** The sentence for a person who may not see any room yet; `null`: they may see rooms. */
  readonly closed: string | null;
  readonly fleet: Pick<
    Fleet,
    'findTicket' | 'incidents' | 'incidentsIn' | 'ongoingOutage' | 'pastTickets' | 'rooms' | 'entry'
  >;
  readonly rules: Rules;
  readonly links: TabLinks;
  readonly now: Instant;
};

/** The searches of the message extension, by the ids of their commands in the app's manifest. */
export const commandIds = ['tickets', 'rooms'] as const;

/** The subject of a search. */
export type Sought = (typeof commandIds)[number] | 'everything';

export type Search = {
  readonly sought: Sought;
  readonly text: string;
  readonly offset: number;
  readonly limit: number;
};

/** One result: its preview in the list, and the card that goes into the conversation. */
export type Found = { readonly preview: Preview; readonly card: AdaptiveCard };

/** One page of results; without any result, the sentence to show. */
export type FindAnswer = { readonly found: readonly Found[]; readonly sentence: string | null };

/** One page of results with the total number. The total is a minimum when an earlier list filled the page. */
type Part = { readonly total: number; readonly found: readonly Found[] };
type Page = Pick<Search, 'offset' | 'limit'>;

/** Searches what the person may see. An empty text lists everything, the most urgent first. */
export function find(search: Search, deps: FindDeps): FindAnswer {
  const text = cleanSearch(search.text);
  const parts: ((page: Page) => Part)[] = [];
  if (search.sought !== 'rooms') parts.push((page) => findTickets(text, page, deps));
  if (search.sought !== 'tickets') parts.push((page) => findRooms(text, page, deps));
  const { found, total } = joined(parts, search);
  return { found, sentence: total === 0 ? formatNoResult(search.sought, text, deps) : null };
}

/** The ticket or room at an address of the tab; `null` when it does not exist or the person may not see it. */
export function findPlace(place: TabPlace, deps: FindDeps): Found | null {
  if ('room' in place) return foundRoom(place.room, deps);
  const ticket = deps.fleet.findTicket(place.ticket);
  return ticket && maySee(deps.person, ticket.room)
    ? foundTicket(ticket.room, ticket.signal, deps)
    : null;
}

/** One page from several lists in sequence. */
function joined(parts: readonly ((page: Page) => Part)[], { offset, limit }: Page): Part {
  let total = 0;
  const found: Found[] = [];
  for (const part of parts) {
    const left = limit - found.length;
    if (left < 1) break;
    const got = part({ offset: Math.max(0, offset - total), limit: left });
    found.push(...got.found);
    total += got.total;
  }
  return { total, found };
}

function findTickets(text: string, page: Page, deps: FindDeps): Part {
  const ticket = ticketAlone(text);
  if (ticket !== null) {
    const one = findPlace({ ticket }, deps);
    if (one) return { total: 1, found: page.offset === 0 ? [one] : [] };
  }
  return firstFound(text, deps, (reading) =>
    joined(
      [(part) => openTickets(reading, part, deps), (part) => pastTickets(reading, part, deps)],
      page,
    ),
  );
}

/** The ticket number that is the whole search: `1042-7`, `#1042-7`, `ticket 1042-7`. */
function ticketAlone(text: string): TicketNumber | null {
  const [, room, ordinal] =
    /^(?:ticket\s+)?#?\s*(\d{1,9})\s*[-‐‑‒–—−]\s*(\d{1,6})\W*$/i.exec(text) ?? [];
  const [number, nth] = [Number(room ?? 0), Number(ordinal ?? 0)];
  return number === 0 || nth === 0 ? null : `${number}-${nth}`;
}

function openTickets({ text, severity }: Reading, page: Page, deps: FindDeps): Part {
  const { fleet, person } = deps;
  const query = wholeIncidentsQuery({ text, ...(severity ? { severity } : {}), ...page });
  const { rows, total } = fleet.incidents(query, person);
  const found = rows.flatMap((row) => {
    if (isOutageRow(row)) return [foundOutage(row, deps)];
    const room = fleet.entry(row.roomId)?.room;
    return room ? [foundTicket(room, row.signal, deps)] : [];
  });
  return { total, found };
}

function pastTickets({ text, severity }: Reading, page: Page, deps: FindDeps): Part {
  const { fleet, person } = deps;
  const query = { words: wordsOf(text), severity, ...page };
  const { total, tickets } = fleet.pastTickets(query, person);
  return { total, found: tickets.map(({ room, signal }) => foundTicket(room, signal, deps)) };
}

/** The order of rooms in results: rooms with problems first. */
const healthOrder: readonly Health[] = [
  'unhealthy',
  'disconnected',
  'healthy',
  'suppressed',
  'onboarding',
];

function findRooms(text: string, page: Page, deps: FindDeps): Part {
  const { fleet, person } = deps;
  return firstFound(text, deps, ({ text: words }) => {
    const { counts } = fleet.rooms(wholeRoomsQuery({ text: words, limit: 1 }), person);
    const parts = healthOrder.map((health) => (part: Page) => {
      if (part.offset >= counts[health]) return { total: counts[health], found: [] };
      const query = wholeRoomsQuery({ text: words, health, ...part });
      const { rows } = fleet.rooms(query, person);
      return {
        total: counts[health],
        found: rows.flatMap(({ roomId }) => foundRoom(roomId, deps) ?? []),
      };
    });
    return joined(parts, page);
  });
}

/** The results of the first interpretation that has any. */
function firstFound(text: string, { rules }: FindDeps, search: (reading: Reading) => Part): Part {
  for (const reading of readingsOf(text, rules)) {
    const part = search(reading);
    if (part.total > 0) return part;
  }
  return { total: 0, found: [] };
}

function foundTicket(room: Room, signal: SignalId, deps: FindDeps): Found {
  const { rules, now, links } = deps;
  const number = room.signals[signal]?.ticket?.number;
  const openUrl = number ? links.ticket(number) : links.room(room.id);
  const view = { room, signal, rules, now, actions: [], openUrl };
  return { preview: previewOfIncident(view), card: sharedIncidentCard(view) };
}

function foundOutage(row: OutageRow, { fleet, now, links }: FindDeps): Found {
  const [first] = fleet.ongoingOutage(row.id).entries;
  const timeZone = first?.room.timeZone ?? 'UTC';
  const card = sharedOutageCard(row, { now, timeZone, openUrl: links.outage(row.id) });
  return { preview: previewOfOutage(row), card };
}

function foundRoom(id: RoomId, deps: FindDeps): Found | null {
  const { fleet, person, now, links } = deps;
  const entry = fleet.entry(id);
  if (!entry || !maySee(person, entry.room)) return null;
  const { room, health } = entry;
  const incidents = fleet.incidentsIn(id, person);
  const view = { room, health, incidents, now, openUrl: links.room(id) };
  return { preview: previewOfRoom(room, health), card: sharedRoomCard(view) };
}

function formatNoResult(sought: Sought, text: string, { fleet, person, closed }: FindDeps): string {
  if (closed !== null) return closed;
  const { counts } = fleet.rooms(wholeRoomsQuery({ limit: 1 }), person);
  const rooms = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (rooms === 0) {
    return person.role === 'manager'
      ? 'There is no room yet.'
      : 'There is no room in your room groups yet. Ask a Manager to check them.';
  }
  if (text === '')
    return 'No ticket has been opened yet. Type the name of a room to share its card.';
  const what = sought === 'everything' ? 'nothing' : `no ${sought}`;
  return `I found ${what} for “${plain(text, 60)}”. Try a ticket number like 1042-7, a room, a building or a signal.`;
}
