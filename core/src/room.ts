/** The aggregate: one document holds a room's live state, every signal of it and every ticket. */
import type {
  DisconnectedReason,
  Enrolment,
  Instant,
  MeetingMode,
  PersonRef,
  ReadingState,
  Severity,
  SignalId,
  TicketNumber,
  TicketStatus,
} from './words.ts';

export type RoomId = `room-${number}`;

/** What people say about a room; changed by people, never by telemetry. */
export type RoomProfile = {
  readonly name: string;
  readonly building: string;
  readonly floor: string;
  readonly capacity: number;
  readonly groups: readonly string[];
  /** IANA name, `Europe/Berlin`. */
  readonly timeZone: string;
  readonly meetingMode: MeetingMode;
  /** How many displays stand in the front of the room. */
  readonly expectedDisplays: number;
};

/** When a suppression ends. */
export type SuppressedUntil =
  | { readonly kind: 'time'; readonly at: Instant }
  | { readonly kind: 'recovery' }
  | { readonly kind: 'lifted' };

export type Suppression = {
  readonly by: PersonRef;
  readonly at: Instant;
  readonly until: SuppressedUntil;
  readonly reason: string;
};

export type Response = { readonly by: PersonRef; readonly at: Instant; readonly notes: string };

/** Why an incident stands: a sentence, and the rule version that decided. */
export type Reason = { readonly sentence: string; readonly ruleVersion: string };

/** The current (or latest) episode of a ticket. */
export type Ticket = {
  readonly number: TicketNumber;
  readonly status: Exclude<TicketStatus, 'unopened'>;
  /** 1, 2, 3 … on this ticket. */
  readonly episode: number;
  /** 1 when the episode opened, one more at each re-activation. */
  readonly activation: number;
  readonly severity: Severity;
  readonly openedAt: Instant;
  readonly resolvedAt: Instant | null;
  /** What ended the episode, as a sentence. */
  readonly resolvedBecause: string | null;
  readonly reason: Reason;
  /** The platform investigates until then; `null` when it does not. */
  readonly investigatesUntil: Instant | null;
  /** An unattended warning becomes important then; `null` when it cannot. */
  readonly escalatesAt: Instant | null;
  readonly assignee: PersonRef | null;
  readonly response: Response | null;
  /** How many messages its conversation has; their texts are in the history. */
  readonly messageCount: number;
};

/** A time during which a signal's state stayed the same. */
export type Streak = { readonly state: ReadingState | 'unknown'; readonly since: Instant };

/** The live state of one signal: the last applied reading, its suppression, its ticket. */
export type SignalRecord = {
  /** `unknown`: nobody reported it yet, but a person has already acted on it. */
  readonly state: ReadingState | 'unknown';
  readonly detail: string;
  /** When the last applied reading was observed; older ones come late. */
  readonly observedAt: Instant;
  /** Since when the state is what it is. */
  readonly since: Instant;
  /** From when an unhealthy state counts towards `opensAfterMs`; moved forward by a disconnection. */
  readonly countsFrom: Instant;
  readonly suppression: Suppression | null;
  readonly ticket: Ticket | null;
  /** The streaks before this one, oldest first, a few: an old reading that fits them is no news. */
  readonly earlier: readonly Streak[];
  /** Keys of the latest late readings, so that the same one is not kept twice. */
  readonly late: readonly string[];
};

export type Connection =
  | { readonly status: 'connected' }
  | {
      readonly status: 'disconnected';
      readonly reason: DisconnectedReason;
      /** When telemetry was last heard, or (never connected) when the room was enrolled. */
      readonly since: Instant;
    };

/** What is known of the device, as it last said. */
export type Device = {
  readonly id: string;
  readonly appVersion: string | null;
  readonly osVersion: string | null;
  readonly agentVersion: string | null;
  readonly restarts: number;
  readonly lastRestartAt: Instant | null;
};

export type Room = RoomProfile & {
  readonly id: RoomId;
  /** The first half of its ticket numbers. */
  readonly number: number;
  readonly enrolment: Enrolment;
  readonly enrolmentSince: Instant;
  readonly connection: Connection;
  readonly suppression: Suppression | null;
  readonly devices: readonly Device[];
  readonly signals: Readonly<Partial<Record<SignalId, SignalRecord>>>;
  /** Tickets numbered so far in this room. */
  readonly ticketCount: number;
  /** One more at each committed change: orders events and tells stale copies. */
  readonly revision: number;
  /** The earliest thing that time alone will change; `null` when there is none. */
  readonly dueAt: Instant | null;
};
