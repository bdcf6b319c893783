/** What the chat knows when it reads a message. Plain data and look-ups: no I/O. */
import type { IncidentState, Instant, Severity, SignalId, TicketNumber } from '@rooms-pro/core';
import type { Meaning, Slots } from './meaning.ts';
import type { NameIndex } from './names/nameIndex.ts';

/** A ticket as the chat needs it. */
export type NamedTicket = {
  readonly number: TicketNumber;
  readonly signal: SignalId;
  readonly severity: Severity;
  readonly state: IncidentState | 'resolved' | 'closed';
  readonly isSuppressed: boolean;
};

/** The rooms, people and tickets that the speaker may see. */
export type World = {
  readonly names: NameIndex;
  /** The names of people to whom tickets can be assigned. The first name or the whole name identifies them. */
  readonly people: readonly string[];
  readonly speaker: string;
  ticket(number: TicketNumber): NamedTicket | null;
  /** The tickets of a room, the open ones and the past ones. */
  ticketsOf(room: number): readonly NamedTicket[];
  /** Whether the room as a whole is suppressed. */
  isSuppressed(room: number): boolean;
};

/** What was said before in the same conversation. */
export type Before = {
  /** The question of the bot that is still open: what it understood so far. */
  readonly open?: Meaning | null;
  /** What the conversation was about within the last ten minutes. */
  readonly mentioned?: Pick<Slots, 'ticket' | 'tickets' | 'room' | 'rooms' | 'place'> | null;
  /** The last question of the person, for short additions such as “and in Mill Lane?”. */
  readonly asked?: Meaning | null;
};

/** When and where the message was written. */
export type Setting = {
  readonly now: Instant;
  /** IANA name of the speaker's time zone. */
  readonly timeZone: string;
  /** `HH:MM`: the time of a day without a time, `until friday`. */
  readonly dayBegins: string;
  /** The ticket of the card under which the message was written. */
  readonly under?: TicketNumber | null;
  readonly before?: Before;
  /** The language of a message that does not show its language. Default: English. */
  readonly language?: 'en' | 'de';
};
