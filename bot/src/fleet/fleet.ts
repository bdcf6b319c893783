/**
 * The live read model: every room in memory, with sorted indexes, kept current by the store's
 * changes. Lists, summaries and chat answers come from here; nothing a person reads runs a query.
 */
import {
  type Instant,
  maySee,
  type Outage,
  type OutageId,
  type Person,
  type Room,
  type RoomId,
  type Rules,
  type SignalId,
  signalOfTicket,
  type TicketNumber,
} from '@rooms-pro/core';
import type {
  IncidentRow,
  IncidentsAnswer,
  RoomRow,
  RoomsAnswer,
  Summary,
} from '@rooms-pro/core/contracts';
import { findOutages, withOutages } from '../outages/outageRow.ts';
import { type AcrossRooms, createAcrossRooms } from './acrossRooms.ts';
import { compareIncidents, compareRooms, type Entry, entryOf, type OpenIncident } from './entry.ts';
import { findIncidents } from './findIncidents.ts';
import { type PastTickets, type PastTicketsQuery, pastTicketsIn } from './pastTickets.ts';
import { isAtPlace, type ParsedIncidentsQuery, type ParsedRoomsQuery } from './queries.ts';
import { hasRoomWord, wordsOf } from './roomWords.ts';
import { incidentRow, roomRow } from './rows.ts';
import { createSortedList } from './sortedList.ts';
import { noRooms, summarise } from './summary.ts';

export type FleetDeps = {
  readonly rules: Rules;
  readonly now: () => Instant;
  readonly lastSeenAt: (room: RoomId) => Instant | null;
  /** The document of an outage as last read; left out: none is read. */
  readonly outageOf?: (id: OutageId) => Outage | null;
};

export type Fleet = AcrossRooms & {
  /** Takes a room as it now is; an older revision than the one known is passed over. */
  take(room: Room): void;
  /** Takes out a room whose document cannot be read; listeners are told of it as it was. */
  drop(id: RoomId): void;
  /** Derives everything anew and tells of every room: the rules have changed. */
  judgeAnew(): void;
  room(id: RoomId): Room | null;
  /** The room with all that is derived from it, for those who show it. */
  entry(id: RoomId): Entry | null;
  findTicket(number: TicketNumber): { readonly room: Room; readonly signal: SignalId } | null;
  incidents(query: ParsedIncidentsQuery, person: Person): IncidentsAnswer;
  /** The open incidents of one room, in the same order as in the list of all. */
  incidentsIn(room: RoomId, person: Person): readonly IncidentRow[];
  rooms(query: ParsedRoomsQuery, person: Person): RoomsAnswer;
  /** Tickets whose incident is over, the one resolved last first. */
  pastTickets(query: PastTicketsQuery, person: Person): PastTickets;
  roomRow(id: RoomId): RoomRow | null;
  summary(person: Person): Summary;
  all(): Iterable<Room>;
  onChange(listener: (room: Room) => void): () => void;
};

/** An empty fleet: rooms come in through `take`. */
export function createFleet(deps: FleetDeps): Fleet {
  const { rules, now, lastSeenAt, outageOf = () => null } = deps;
  const entries = new Map<RoomId, Entry>();
  const byName = createSortedList<Entry>(compareRooms);
  const open = createSortedList<OpenIncident>(compareIncidents);
  const across = createAcrossRooms(rules, entries, outageOf);
  const listeners = new Set<(room: Room) => void>();
  const present = (entry?: Entry) => (entry ? roomRow(entry, lastSeenAt(entry.room.id)) : null);

  function forget(entry: Entry): void {
    byName.remove(entry);
    for (const incident of entry.listed) open.remove(incident);
  }

  function take(room: Room): void {
    const known = entries.get(room.id);
    if (!known || known.room.revision < room.revision) put(room, known);
  }

  function put(room: Room, known: Entry | undefined): void {
    if (known) forget(known);
    const entry = entryOf(room, rules);
    entries.set(room.id, entry);
    byName.add(entry);
    for (const incident of entry.listed) open.add(incident);
    const tellOfOutages = across.take(known?.room ?? null, room);
    for (const listener of listeners) listener(room);
    tellOfOutages();
  }

  function drop(id: RoomId): void {
    const known = entries.get(id);
    if (known === undefined) return;
    forget(known);
    entries.delete(id);
    const tellOfOutages = across.drop(known.room);
    for (const listener of listeners) listener(known.room);
    tellOfOutages();
  }

  return {
    ...across.asked,
    take,
    drop,
    judgeAnew() {
      for (const entry of [...entries.values()]) put(entry.room, entry);
    },
    room: (id) => entries.get(id)?.room ?? null,
    entry: (id) => entries.get(id) ?? null,
    findTicket: (number) => ticketIn(entries, number),
    incidents(query, person) {
      const find = (page: { readonly offset: number; readonly limit: number }) =>
        findIncidents({ ...query, ...page }, person, rules, entries.values(), open.chunks);
      const outages = findOutages(query, person, across.asked.ongoing(), rules);
      const row = (incident: OpenIncident) => incidentRow(incident, person, rules);
      return { ...withOutages(outages, query, find, row), confirmedAt: now() };
    },
    incidentsIn(id, person) {
      const entry = entries.get(id);
      if (!entry || !maySee(person, entry.room)) return [];
      const inOrder = entry.incidents.toSorted(compareIncidents);
      return inOrder.map((incident) => incidentRow(incident, person, rules));
    },
    rooms(query, person) {
      const counted = countedRooms(query, person);
      const { total, page } = cut(byName.chunks, counted.isWanted, query);
      const rows = page.flatMap((entry) => present(entry) ?? []);
      return { total, ...counted.counts(), rows, confirmedAt: now() };
    },
    pastTickets: (query, person) => pastTicketsIn(entries.values(), query, person, rules),
    roomRow: (id) => present(entries.get(id)),
    summary: (person) => summarise(entries.values(), across.asked.ongoing(), person, rules, now()),
    all: () => roomsIn(entries),
    onChange: (listener) => listenIn(listeners, listener),
  };
}

function* roomsIn(entries: ReadonlyMap<RoomId, Entry>): Generator<Room> {
  for (const { room } of entries.values()) yield room;
}

function listenIn<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function ticketIn(entries: ReadonlyMap<RoomId, Entry>, number: TicketNumber) {
  const room = entries.get(`room-${Number(number.split('-')[0])}`)?.room;
  const signal = room ? signalOfTicket(room, number) : null;
  return room && signal ? { room, signal } : null;
}

/** One walk: counts what matches and keeps the page asked for. */
function cut<T>(
  chunks: readonly (readonly T[])[],
  isWanted: (value: T) => boolean,
  page: { readonly offset: number; readonly limit: number },
): { total: number; page: T[] } {
  const kept: T[] = [];
  let total = 0;
  for (const chunk of chunks) {
    for (const value of chunk) {
      if (!isWanted(value)) continue;
      if (total >= page.offset && kept.length < page.limit) kept.push(value);
      total += 1;
    }
  }
  return { total, page: kept };
}

/** Which rooms a query asks for; those at its place are counted as it goes, wanted or not. */
function countedRooms(query: ParsedRoomsQuery, person: Person) {
  const counts = noRooms();
  let retired = 0;
  const isHere = wantsRoom(query, person);
  const isWanted = (entry: Entry): boolean => {
    if (!isHere(entry)) return false;
    const { enrolment } = entry.room;
    if (enrolment === 'retired') {
      retired += 1;
      return query.enrolment === 'retired';
    }
    counts[entry.health.health] += 1;
    return (
      (query.enrolment === undefined || query.enrolment === enrolment) &&
      (query.health === undefined || query.health === entry.health.health)
    );
  };
  return { isWanted, counts: () => ({ counts, retired }) };
}

function wantsRoom(query: ParsedRoomsQuery, person: Person) {
  const asked = wordsOf(query.text);
  return ({ room, words }: Entry): boolean =>
    maySee(person, room) &&
    isAtPlace(room, query) &&
    asked.every((word) => (query.isByName ? words.named.includes(word) : hasRoomWord(words, word)));
}
