/** A room during an advance, with the changes so far. */
import type { Change } from '../change.ts';
import type { Notice, OpenFacts, Room, SignalRecord, Ticket, TicketFacts } from '../room.ts';
import type { Instant, SignalId, TicketNumber } from '../words.ts';
import { findOpenTicket, findRecord, withRecord } from './ticketState.ts';

export type Draft = { readonly room: Room; readonly changes: readonly Change[] };

const noticeRetentionMs = 86_400_000;

/** The draft with the next version of the room and one more change. */
export function addChange(draft: Draft, room: Room, change: Change): Draft {
  return { room, changes: [...draft.changes, change] };
}

/** The room with parts of a signal's record replaced. */
export function withParts(room: Room, signal: SignalId, parts: Partial<SignalRecord>): Room {
  return withRecord(room, signal, { ...findRecord(room, signal), ...parts });
}

/**
 * The room with members of a signal's ticket replaced that every status has; the same room when the signal
 * has no ticket.
 */
export function withTicket(room: Room, signal: SignalId, parts: Partial<TicketFacts>): Room {
  const { ticket } = findRecord(room, signal);
  return ticket === null ? room : withParts(room, signal, { ticket: { ...ticket, ...parts } });
}

/** The room with members of an open incident replaced; the same room when the signal has no open incident. */
export function withOpenTicket(
  room: Room,
  signal: SignalId,
  parts: Partial<TicketFacts & OpenFacts>,
): Room {
  const ticket = findOpenTicket(findRecord(room, signal));
  return ticket === null ? room : withParts(room, signal, { ticket: { ...ticket, ...parts } });
}

/** The ticket that a change is about. */
export function onTicket(
  signal: SignalId,
  { number, episode }: Pick<Ticket, 'number' | 'episode'>,
): { readonly signal: SignalId; readonly ticket: TicketNumber; readonly episode: number } {
  return { signal, ticket: number, episode };
}

/** The room with one more notice for people, without the notices older than a day. */
export function withNotice(room: Room, notice: Notice, now: Instant): Room {
  const oldest = new Date(Date.parse(now) - noticeRetentionMs).toISOString();
  const kept = room.notices.filter(({ at, key }) => at > oldest && key !== notice.key);
  return { ...room, notices: [...kept, notice] };
}
