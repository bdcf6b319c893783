/** A room on its way through an advance, with what has happened to it so far. */
import type { Change } from '../change.ts';
import type { Notice, Room, SignalRecord, Ticket } from '../room.ts';
import type { Instant, SignalId } from '../words.ts';
import { findRecord, withRecord } from './ticketState.ts';

export type Draft = { readonly room: Room; readonly changes: readonly Change[] };

const noticesKeptMs = 86_400_000;

/** The journey with one thing more that happened. */
export function addChange(journey: Draft, room: Room, change: Change): Draft {
  return { room, changes: [...journey.changes, change] };
}

/** The room with parts of a signal's record replaced. */
export function withParts(room: Room, signal: SignalId, parts: Partial<SignalRecord>): Room {
  return withRecord(room, signal, { ...findRecord(room, signal), ...parts });
}

/** The room with parts of a signal's ticket replaced; a signal without one stays as it is. */
export function withTicket(room: Room, signal: SignalId, parts: Partial<Ticket>): Room {
  const { ticket } = findRecord(room, signal);
  return ticket === null ? room : withParts(room, signal, { ticket: { ...ticket, ...parts } });
}

/** The room with one more notice for people; those older than a day go. */
export function withNotice(room: Room, notice: Notice, now: Instant): Room {
  const oldest = new Date(Date.parse(now) - noticesKeptMs).toISOString();
  const kept = room.notices.filter(({ at, key }) => at > oldest && key !== notice.key);
  return { ...room, notices: [...kept, notice] };
}
