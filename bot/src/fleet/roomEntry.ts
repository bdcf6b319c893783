/** What the fleet keeps ready for one room: its health, its open incidents, and where to find it. */
import {
  type Category,
  computeHealth,
  effectiveSuppression,
  findOpenTicket,
  type Instant,
  type Room,
  type RoomHealth,
  type Rule,
  type Rules,
  ruleFor,
  rulesFor,
  type SignalId,
  type SignalRecord,
  signalRecords,
  type Ticket,
} from '@rooms-pro/core';
import { computeHealthSince } from './healthSince.ts';
import { outageOfRoom } from './indexes/outageIndex.ts';
import { hasRoomWord, type RoomWords, roomWordsOf } from './indexes/roomWords.ts';
import { misconfigurationOf } from './misconfiguration.ts';

/** An open incident, ready to be ordered and filtered. */
export type OpenIncident = {
  readonly room: Room;
  readonly signal: SignalId;
  readonly record: SignalRecord;
  readonly ticket: Ticket;
  readonly category: Category;
  readonly isSuppressed: boolean;
};

/** A room with everything derived from it. */
export type Entry = {
  readonly room: Room;
  readonly health: RoomHealth;
  readonly healthSince: Instant;
  /** The same in milliseconds: lists of all rooms are sorted by it. */
  readonly healthSinceMs: number;
  readonly incidents: readonly OpenIncident[];
  /** Those that lists and counts show: a room in an outage stands there with the outage. */
  readonly listed: readonly OpenIncident[];
  /** What is not set up as it should be, in a sentence; `null`: nothing. */
  readonly misconfigured: string | null;
  /** What a search finds the room by. */
  readonly words: RoomWords;
};

/** Derives an entry. Costs in the order of the room's signals; done once per change. */
export function toEntry(room: Room, given: Rules): Entry {
  const rules = rulesFor(given, room);
  const incidents: OpenIncident[] = [];
  for (const [signal, record] of signalRecords(room)) {
    const ticket = findOpenTicket(record);
    if (ticket === null || room.enrolment === 'retired') continue;
    incidents.push({
      room,
      signal,
      record,
      ticket,
      category: ruleFor(rules, signal).category,
      isSuppressed: effectiveSuppression(room, signal) !== null,
    });
  }
  const health = computeHealth(room, rules);
  const listed =
    outageOfRoom(room) === null
      ? incidents
      : incidents.filter(({ signal }) => signal !== 'connection');
  const words = roomWordsOf(room);
  const healthSince = computeHealthSince(room, health);
  const healthSinceMs = Date.parse(healthSince);
  const misconfigured = misconfigurationOf(room, rules);
  return { room, health, healthSince, healthSinceMs, incidents, listed, misconfigured, words };
}

/** Whether a search for this lower-case word finds the ticket in its room. */
export function isFoundBy({ room, words }: Entry, own: Words, given: Rules) {
  return (word: string): boolean =>
    hasRoomWord(words, word) || hasWord(own, word, rulesFor(given, room));
}

type Words = Pick<OpenIncident, 'signal' | 'record' | 'ticket'>;

/**
 * Whether a ticket has this lower-case word beside those of its room, by the room's rules. Looked at
 * only when somebody searches: with everything open it would be many megabytes of text.
 */
export function hasWord({ signal, record, ticket }: Words, word: string, rules: Rules): boolean {
  return (
    ticket.number.includes(word) ||
    foldedLabel(ruleFor(rules, signal)).includes(word) ||
    (record.detail !== '' && record.detail.toLowerCase().includes(word))
  );
}

const foldedLabels = new WeakMap<Rule, string>();

/** A search looks at every open incident, and there are few rules. */
function foldedLabel(rule: Rule): string {
  const known = foldedLabels.get(rule);
  if (known !== undefined) return known;
  const folded = rule.label.toLowerCase();
  foldedLabels.set(rule, folded);
  return folded;
}

/** By name as people sort names, then by number. */
export function compareRooms(one: Entry, other: Entry): number {
  return collate(one.room.name, other.room.name) || one.room.number - other.room.number;
}

const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** As people sort names: equal texts are frequent, and to compare them letter by letter is slow. */
export function collate(one: string, other: string): number {
  return one === other ? 0 : compare(one, other);
}

/** What people look at first: not suppressed, needs action, important, oldest. */
export function compareIncidents(one: OpenIncident, other: OpenIncident): number {
  return (
    Number(one.isSuppressed) - Number(other.isSuppressed) ||
    healthRank(one.ticket) - healthRank(other.ticket) ||
    compareText(one.ticket.activatedAt, other.ticket.activatedAt) ||
    one.room.number - other.room.number ||
    compareText(one.signal, other.signal)
  );
}

/** Needs action first, then important ones. */
export function healthRank(ticket: Pick<Ticket, 'status' | 'severity'>): number {
  const state = ticket.status === 'needsAction' ? 0 : 2;
  return state + (ticket.severity === 'important' ? 0 : 1);
}

/** In the order of code points. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
