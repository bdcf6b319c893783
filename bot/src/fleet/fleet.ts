/**
 * The live read model: every room in memory, with sorted indexes. The store's changes keep it current.
 * Lists, summaries and chat replies read from it, so no request of a person runs a query in the
 * database.
 */
import {
  findTicketSignal,
  type Instant,
  maySee,
  type Outage,
  type OutageId,
  type Person,
  type Room,
  type RoomId,
  type Rules,
  type SignalId,
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
import { createAssigneeIndex } from './indexes/assigneeIndex.ts';
import { hasRoomWord, wordsOf } from './indexes/roomWords.ts';
import { createSortedList } from './indexes/sortedList.ts';
import { findIncidents } from './queries/findIncidents.ts';
import { findPastTickets, type PastTickets, type PastTicketsQuery } from './queries/pastTickets.ts';
import { isAtPlace, type ParsedIncidentsQuery, type ParsedRoomsQuery } from './queries/queries.ts';
import { pageInOrder } from './queries/roomOrder.ts';
import { incidentRow, roomRow } from './queries/rows.ts';
import { summarise, zeroCounts } from './queries/summary.ts';
import {
  compareIncidents,
  compareRooms,
  type Entry,
  type OpenIncident,
  toEntry,
} from './roomEntry.ts';

export type FleetDeps = {
  /** The rules at the start; see `useRules`. */
  readonly rules: Rules;
  readonly now: () => Instant;
  readonly lastSeenAt: (room: RoomId) => Instant | null;
  /** Returns the document of an outage as it was last read. Absent: no document is read. */
  readonly outageOf?: (id: OutageId) => Outage | null;
};

export type Fleet = AcrossRooms & {
  /** Adds or replaces a room. Ignores a revision that is not newer than the known one. */
  take(room: Room): void;
  /** Removes a room whose document cannot be read. Listeners receive its last state. */
  drop(id: RoomId): void;
  /** Derives all entries again by other rules, and notifies listeners of every room. */
  useRules(rules: Rules): void;
  room(id: RoomId): Room | null;
  /** The room with all derived data. */
  entry(id: RoomId): Entry | null;
  findTicket(number: TicketNumber): { readonly room: Room; readonly signal: SignalId } | null;
  incidents(query: ParsedIncidentsQuery, person: Person): IncidentsAnswer;
  /** The open incidents of one room, in the order of the whole list. */
  incidentsIn(room: RoomId, person: Person): readonly IncidentRow[];
  rooms(query: ParsedRoomsQuery, person: Person): RoomsAnswer;
  /** Tickets whose incident is over; the ticket that was resolved last comes first. */
  pastTickets(query: PastTicketsQuery, person: Person): PastTickets;
  roomRow(id: RoomId): RoomRow | null;
  summary(person: Person): Summary;
  all(): Iterable<Room>;
  onChange(listener: (room: Room) => void): () => void;
};

/** Creates an empty fleet. `take` adds rooms. */
export function createFleet(deps: FleetDeps): Fleet {
  const { now, lastSeenAt, outageOf = () => null } = deps;
  let { rules } = deps;
  const entries = new Map<RoomId, Entry>();
  const byName = createSortedList<Entry>(compareRooms);
  const open = createSortedList<OpenIncident>(compareIncidents);
  const byAssignee = createAssigneeIndex();
  const across = createAcrossRooms(() => rules, entries, outageOf);
  const listeners = new Set<(room: Room) => void>();

  const notify = (room: Room, notifyOutageListeners: () => void): void => {
    for (const listener of listeners) listener(room);
    notifyOutageListeners();
  };

  function removeFromIndexes(entry: Entry): void {
    byName.remove(entry);
    byAssignee.remove(entry);
    for (const incident of entry.listed) open.remove(incident);
  }

  function take(room: Room): void {
    const known = entries.get(room.id);
    if (!known || known.room.revision < room.revision) put(room, known);
  }

  function put(room: Room, known: Entry | undefined): void {
    if (known) removeFromIndexes(known);
    const entry = toEntry(room, rules);
    entries.set(room.id, entry);
    byName.add(entry);
    byAssignee.add(entry);
    for (const incident of entry.listed) open.add(incident);
    notify(room, across.update(known?.room ?? null, room));
  }

  function drop(id: RoomId): void {
    const known = entries.get(id);
    if (known === undefined) return;
    removeFromIndexes(known);
    entries.delete(id);
    notify(known.room, across.remove(known.room));
  }

  return {
    ...across.queries,
    take,
    drop,
    useRules(next) {
      rules = next;
      for (const entry of [...entries.values()]) put(entry.room, entry);
    },
    room: (id) => entries.get(id)?.room ?? null,
    entry: (id) => entries.get(id) ?? null,
    findTicket: (number) => findTicketIn(entries, number),
    incidents(query, person) {
      const all = { entries: entries.values(), chunks: open.chunks };
      const assigned = byAssignee.select(query, person);
      const find = (page: { readonly offset: number; readonly limit: number }) => {
        const { entries: own, chunks } = assigned ?? all;
        return findIncidents({ ...query, ...page }, person, rules, own, chunks);
      };
      const outages = findOutages(query, person, across.queries.ongoing(), rules);
      const row = (incident: OpenIncident) => incidentRow(incident, person, rules);
      return { ...withOutages(outages, query, find, row), confirmedAt: now() };
    },
    incidentsIn: (id, person) => toIncidentRows(entries.get(id), person, rules),
    rooms: (query, person) =>
      Object.assign(listRooms(query, person, byName.chunks, lastSeenAt), { confirmedAt: now() }),
    pastTickets: (query, person) => findPastTickets(entries.values(), query, person, rules),
    roomRow: (id) => toRoomRow(entries.get(id), lastSeenAt),
    summary: (person) =>
      summarise(entries.values(), across.queries.ongoing(), person, rules, now()),
    all: () => roomsIn(entries),
    onChange: (listener) => addListener(listeners, listener),
  };
}

function toIncidentRows(entry: Entry | undefined, person: Person, rules: Rules): IncidentRow[] {
  if (!entry || !maySee(person, entry.room)) return [];
  const inOrder = entry.incidents.toSorted(compareIncidents);
  return inOrder.map((incident) => incidentRow(incident, person, rules));
}

function toRoomRow(entry: Entry | undefined, lastSeenAt: FleetDeps['lastSeenAt']): RoomRow | null {
  return entry ? roomRow(entry, lastSeenAt(entry.room.id)) : null;
}

function* roomsIn(entries: ReadonlyMap<RoomId, Entry>): Generator<Room> {
  for (const { room } of entries.values()) yield room;
}

function addListener<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function findTicketIn(entries: ReadonlyMap<RoomId, Entry>, number: TicketNumber) {
  const room = entries.get(`room-${Number(number.split('-')[0])}`)?.room;
  const signal = room ? findTicketSignal(room, number) : null;
  return room && signal ? { room, signal } : null;
}

/** The page of rooms that a query requests, with its counts. */
function listRooms(
  query: ParsedRoomsQuery,
  person: Person,
  inOrder: readonly (readonly Entry[])[],
  lastSeenAt: FleetDeps['lastSeenAt'],
): Omit<RoomsAnswer, 'confirmedAt'> {
  const counted = createRoomFilter(query, person);
  const wanted: Entry[] = [];
  for (const chunk of inOrder) {
    for (const entry of chunk) if (counted.isWanted(entry)) wanted.push(entry);
  }
  const page = pageInOrder(wanted, query, lastSeenAt);
  const rows = page.map((entry) => roomRow(entry, lastSeenAt(entry.room.id)));
  return { total: wanted.length, ...counted.counts(), rows };
}

/**
 * Selects the rooms of a query. Also counts every checked room at the location of the query, whether
 * the query selects it or not.
 */
function createRoomFilter(query: ParsedRoomsQuery, person: Person) {
  const counts = zeroCounts();
  let retired = 0;
  const isAtQuery = createRoomMatch(query, person);
  const isWanted = (entry: Entry): boolean => {
    if (!isAtQuery(entry)) return false;
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

function createRoomMatch(query: ParsedRoomsQuery, person: Person) {
  const searchWords = wordsOf(query.text);
  return ({ room, words }: Entry): boolean =>
    maySee(person, room) &&
    isAtPlace(room, query) &&
    searchWords.every((word) =>
      query.isByName ? words.named.includes(word) : hasRoomWord(words, word),
    );
}
