/** Finds tickets whose incident is over, with one pass over the rooms per search. */
import {
  isOpen,
  maySee,
  type Person,
  type Room,
  type Rules,
  type Severity,
  type SignalId,
} from '@rooms-pro/core';
import { hasRoomWord } from '../indexes/roomWords.ts';
import { compareText, type Entry, isFoundBy } from '../roomEntry.ts';

export type PastTicketsQuery = {
  /** Words in lower case. The ticket or its room must contain each of them. */
  readonly words: readonly string[];
  readonly severity: Severity | null;
  readonly offset: number;
  readonly limit: number;
};

/** One page of past tickets, and the total number. */
export type PastTickets = {
  readonly total: number;
  readonly tickets: readonly { readonly room: Room; readonly signal: SignalId }[];
};

type Found = PastTickets['tickets'][number] & { readonly resolvedAt: string };

/** The past tickets that this person may see; the ticket that was resolved last comes first. */
export function findPastTickets(
  entries: Iterable<Entry>,
  query: PastTicketsQuery,
  person: Person,
  rules: Rules,
): PastTickets {
  const newest = collectNewest(query.offset + query.limit);
  for (const entry of entries) {
    const { room } = entry;
    if (room.enrolment === 'retired' || !maySee(person, room)) continue;
    addFound(entry, query, rules, newest.add);
  }
  return { total: newest.total(), tickets: newest.kept().slice(query.offset) };
}

/**
 * Adds the matching tickets of one room. There may be hundreds of thousands of tickets, and each typed
 * letter repeats the search, so this creates objects only for matches.
 */
function addFound(
  entry: Entry,
  query: PastTicketsQuery,
  rules: Rules,
  add: (found: Found) => void,
): void {
  // Words that the room itself contains need no check in each of its tickets.
  const { room } = entry;
  const words = query.words.filter((word) => !hasRoomWord(entry.words, word));
  for (const signal of signalsOf(room)) {
    const record = room.signals[signal];
    const ticket = record?.ticket;
    if (!record || !ticket || isOpen(ticket.status)) continue;
    if (query.severity !== null && ticket.severity !== query.severity) continue;
    if (words.length > 0) {
      const isFound = isFoundBy(entry, { signal, record, ticket }, rules);
      if (!words.every(isFound)) continue;
    }
    add({ room, signal, resolvedAt: ticket.resolvedAt ?? ticket.activatedAt });
  }
}

function signalsOf(room: Room): SignalId[] {
  return Object.keys(room.signals) as SignalId[];
}

/** Collects the newest tickets. Its memory depends on `most` and not on the number of tickets. */
function collectNewest(maxTickets: number) {
  let found: Found[] = [];
  let total = 0;
  /** Tickets that sort after this one are not needed. */
  let last: Found | undefined;
  const cut = () => {
    found = found.sort(newestFirst).slice(0, maxTickets);
    last = found[maxTickets - 1];
  };
  return {
    total: () => total,
    add(one: Found): void {
      total += 1;
      if (last && newestFirst(last, one) < 0) return;
      found.push(one);
      if (found.length > 2 * maxTickets + 100) cut();
    },
    kept(): readonly Found[] {
      cut();
      return found;
    },
  };
}

function newestFirst(one: Found, other: Found): number {
  return (
    compareText(other.resolvedAt, one.resolvedAt) ||
    one.room.number - other.room.number ||
    compareText(one.signal, other.signal)
  );
}
