/** The derived data of one room in the fleet: its health, its open incidents, and its search texts. */
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
import { hasRoomWord, type RoomWords, toRoomWords } from './indexes/roomWords.ts';
import { findMisconfiguration } from './misconfiguration.ts';

/** An open incident with the data for sorting and filtering. */
export type OpenIncident = {
  readonly room: Room;
  readonly signal: SignalId;
  readonly record: SignalRecord;
  readonly ticket: Ticket;
  readonly category: Category;
  readonly isSuppressed: boolean;
};

/** A room with all derived data. */
export type Entry = {
  readonly room: Room;
  readonly health: RoomHealth;
  readonly healthSince: Instant;
  /** `healthSince` in milliseconds, for sorting. */
  readonly healthSinceMs: number;
  readonly incidents: readonly OpenIncident[];
  /**
   * The incidents in lists and counts. Without the connection incident of a room in an outage, because
   * the outage has its own row.
   */
  readonly listed: readonly OpenIncident[];
  /** The misconfiguration of the room in a sentence; `null` when there is none. */
  readonly misconfigured: string | null;
  /** The texts by which a search finds the room. */
  readonly words: RoomWords;
};

/** Derives an entry. The cost is linear in the number of signals; this runs once per change. */
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
  const words = toRoomWords(room);
  const healthSince = computeHealthSince(room, health);
  const healthSinceMs = Date.parse(healthSince);
  const misconfigured = findMisconfiguration(room, rules);
  return { room, health, healthSince, healthSinceMs, incidents, listed, misconfigured, words };
}

/** Returns the check whether a lower-case word is found in the ticket or its room. */
export function isFoundBy({ room, words }: Entry, own: SearchedTicket, given: Rules) {
  return (word: string): boolean =>
    hasRoomWord(words, word) || hasWord(own, word, rulesFor(given, room));
}

type SearchedTicket = Pick<OpenIncident, 'signal' | 'record' | 'ticket'>;

/**
 * Whether the ticket itself contains this lower-case word, by the room's rules. Checked only during a
 * search, because stored search texts of all open tickets would need many megabytes.
 */
export function hasWord(
  { signal, record, ticket }: SearchedTicket,
  word: string,
  rules: Rules,
): boolean {
  return (
    ticket.number.includes(word) ||
    foldedLabel(ruleFor(rules, signal)).includes(word) ||
    (record.detail !== '' && record.detail.toLowerCase().includes(word))
  );
}

const foldedLabels = new WeakMap<Rule, string>();

/** Caches the lower-case label: a search checks every open incident, and there are few rules. */
function foldedLabel(rule: Rule): string {
  const known = foldedLabels.get(rule);
  if (known !== undefined) return known;
  const folded = rule.label.toLowerCase();
  foldedLabels.set(rule, folded);
  return folded;
}

/** Compares by name in natural order, then by number. */
export function compareRooms(one: Entry, other: Entry): number {
  return collate(one.room.name, other.room.name) || one.room.number - other.room.number;
}

const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * Compares texts in natural order. Equal texts are frequent and the collator is slow, so this checks
 * for equality first.
 */
export function collate(one: string, other: string): number {
  return one === other ? 0 : compare(one, other);
}

/** Sorts the most urgent incidents first: not suppressed, needs action, important, oldest. */
export function compareIncidents(one: OpenIncident, other: OpenIncident): number {
  return (
    Number(one.isSuppressed) - Number(other.isSuppressed) ||
    healthRank(one.ticket) - healthRank(other.ticket) ||
    compareText(one.ticket.activatedAt, other.ticket.activatedAt) ||
    one.room.number - other.room.number ||
    compareText(one.signal, other.signal)
  );
}

/** The rank of a ticket: incidents that need action come first, then important incidents. */
export function healthRank(ticket: Pick<Ticket, 'status' | 'severity'>): number {
  const state = ticket.status === 'needsAction' ? 0 : 2;
  return state + (ticket.severity === 'important' ? 0 : 1);
}

/** Compares texts by their code units. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
