/** Finds tickets whose incident is over. One walk over the rooms, made only when somebody searches. */
import {
  isOpen,
  maySee,
  type Person,
  type Room,
  type Rules,
  recordsOf,
  type Severity,
  type SignalId,
} from '@rooms-pro/core';
import { compareText, type Entry, isFoundBy } from './entry.ts';

export type PastTicketsQuery = {
  /** Lower-case words, each of which must be found in the ticket or its room. */
  readonly words: readonly string[];
  readonly severity: Severity | null;
  readonly offset: number;
  readonly limit: number;
};

/** One page of them, and how many there are. */
export type PastTickets = {
  readonly total: number;
  readonly tickets: readonly { readonly room: Room; readonly signal: SignalId }[];
};

type Found = PastTickets['tickets'][number] & { readonly resolvedAt: string };

/** Those that this person may see, the one resolved last first. */
export function pastTicketsIn(
  entries: Iterable<Entry>,
  query: PastTicketsQuery,
  person: Person,
  rules: Rules,
): PastTickets {
  const newest = keepNewest(query.offset + query.limit);
  let total = 0;
  for (const entry of entries) {
    const { room } = entry;
    if (room.enrolment === 'retired' || !maySee(person, room)) continue;
    for (const found of foundIn(entry, query, rules)) {
      total += 1;
      newest.add(found);
    }
  }
  return { total, tickets: newest.kept().slice(query.offset) };
}

function* foundIn({ room, haystack }: Entry, query: PastTicketsQuery, rules: Rules) {
  // What the room itself is found by need not be looked for in each of its tickets.
  const words = query.words.filter((word) => !haystack.includes(word));
  for (const [signal, record] of recordsOf(room)) {
    const { ticket } = record;
    if (ticket === null || isOpen(ticket.status)) continue;
    if (query.severity !== null && ticket.severity !== query.severity) continue;
    const isFound = isFoundBy({ room, haystack, signal, record, ticket }, rules);
    if (words.every(isFound)) {
      yield { room, signal, resolvedAt: ticket.resolvedAt ?? ticket.activatedAt };
    }
  }
}

/** Keeps no more than it is asked for, however many come by. */
function keepNewest(most: number) {
  let found: Found[] = [];
  const cut = () => {
    found = found.sort(newestFirst).slice(0, most);
  };
  return {
    add(one: Found): void {
      found.push(one);
      if (found.length > 2 * most + 100) cut();
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
