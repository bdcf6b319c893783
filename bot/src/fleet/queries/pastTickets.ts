/** Finds tickets whose incident is over. One walk over the rooms, made only when somebody searches. */
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
export function findPastTickets(
  entries: Iterable<Entry>,
  query: PastTicketsQuery,
  person: Person,
  rules: Rules,
): PastTickets {
  const newest = keepNewest(query.offset + query.limit);
  for (const entry of entries) {
    const { room } = entry;
    if (room.enrolment === 'retired' || !maySee(person, room)) continue;
    addFound(entry, query, rules, newest.add);
  }
  return { total: newest.total(), tickets: newest.kept().slice(query.offset) };
}

/** There may be hundreds of thousands, and each letter typed asks again: no more is made than is found. */
function addFound(
  entry: Entry,
  query: PastTicketsQuery,
  rules: Rules,
  add: (found: Found) => void,
): void {
  // What the room itself is found by need not be looked for in each of its tickets.
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

/** Keeps no more than it is asked for, however many come by. */
function keepNewest(most: number) {
  let found: Found[] = [];
  let total = 0;
  /** Whatever comes behind it cannot be kept. */
  let last: Found | undefined;
  const cut = () => {
    found = found.sort(newestFirst).slice(0, most);
    last = found[most - 1];
  };
  return {
    total: () => total,
    add(one: Found): void {
      total += 1;
      if (last && newestFirst(last, one) < 0) return;
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
