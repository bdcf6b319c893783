/** The aggregate: one document holds a room's live state, every signal of it and every ticket. */

import type { DeviceClock } from './clocks/deviceClock.ts';
import type { Device } from './devices/device.ts';
import type {
  DisconnectedReason,
  Enrolment,
  EntryPoint,
  Instant,
  MeetingMode,
  PersonRef,
  Preview,
  ReadingState,
  Remediation,
  RemediationOutcome,
  Severity,
  SignalId,
  TicketNumber,
  TicketStatus,
} from './words.ts';

export type { Device, ExclusiveFormat } from './devices/device.ts';
export { exclusiveFormats } from './devices/device.ts';

export type RoomId = `room-${number}`;

/** The outage a room is part of: names its 'outage' document. */
export type OutageId = `outage-${number}`;

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
  /** When a person last chose another end; left out: never. */
  readonly changedAt?: Instant;
  readonly reason: string;
  /** Whether its end has been announced. */
  readonly isReminded: boolean;
  /** Incidents that would have opened meanwhile, oldest first, the latest twenty. */
  readonly missed: readonly Missed[];
};

/** An incident that a suppression kept from opening. */
export type Missed = { readonly signal: SignalId; readonly at: Instant; readonly detail: string };

/** That the unhealthy stretch since `since` was noted as missed, and when. */
export type MissedStretch = { readonly since: Instant; readonly at: Instant };

export type Response = {
  readonly by: PersonRef;
  readonly at: Instant;
  readonly notes: string;
  /** When telemetry showed that it did not hold: from then on it no longer counts as attended. */
  readonly failedAt?: Instant;
  /** When telemetry verified that it held. */
  readonly heldAt?: Instant;
};

/** Why an incident stands: a sentence, and the rule version that decided. */
export type Reason = { readonly sentence: string; readonly ruleVersion: string };

/** One attempt of the platform to remedy an incident, or of a person through it. */
export type Attempt = {
  /** Names the command; unique for ever. */
  readonly id: string;
  readonly remediation: Remediation;
  readonly at: Instant;
  /** `null`: still under way. */
  readonly outcome: RemediationOutcome | null;
  /** What the device said of it; hostile text. */
  readonly detail: string;
  readonly endedAt: Instant | null;
};

/** After a response: telemetry is watched, then the platform says whether it held. */
export type Verification = {
  readonly by: PersonRef;
  readonly respondedAt: Instant;
  readonly until: Instant;
  /** Which recommended action was on the card: see `adviceKeyFor`. */
  readonly advice: string;
  /** The signal was healthy at the response: its health later does not show that the action works. */
  readonly wasHealthy?: true;
};

/** How often a recommended action held and did not, in this room. */
export type AdviceRecord = { readonly held: number; readonly failed: number };

/** A file of a ticket, as the room remembers it; its content is kept beside the store. */
export type Attached = {
  /** Names the content where it is kept. */
  readonly id: string;
  /** As its sender named it; hostile text, at most 255 characters. */
  readonly name: string;
  readonly sizeBytes: number;
  /** What the content was found to be, where browsers show that safely; `null`: anything else. */
  readonly preview: Preview | null;
  readonly at: Instant;
  /** `null`: the platform. */
  readonly by: PersonRef | null;
  readonly via: EntryPoint;
  /** What its sender calls the sending: the same once more is the same file, not another. */
  readonly upload?: string;
};

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
  /** When the present activation began: at the opening, or when it failed again. */
  readonly activatedAt: Instant;
  readonly resolvedAt: Instant | null;
  /** What ended the episode, as a sentence. */
  readonly resolvedBecause: string | null;
  readonly reason: Reason;
  /** The platform investigates until then; `null` when it does not. */
  readonly investigatesUntil: Instant | null;
  /** An unattended warning becomes important then; `null` when it cannot. */
  readonly escalatesAt: Instant | null;
  readonly assignee: PersonRef | null;
  /** Since when the assignee has it; `null`: it is not assigned, or the time was not kept then. */
  readonly assignedAt: Instant | null;
  readonly response: Response | null;
  readonly proof: Verification | null;
  /** Remediations of this activation, oldest first. */
  readonly attempts: readonly Attempt[];
  /** Other rooms of the building with the same trouble when the platform looked; `null`: not yet. */
  readonly neighbours: number | null;
  /** Since when the signal comes and goes too often to be judged; `null`: it does not. */
  readonly flappingSince: Instant | null;
  /** How many messages its conversation has; their texts are in the history. */
  readonly messageCount: number;
  /** Of all its episodes, oldest first, at most `mostAttachments`. */
  readonly attachments: readonly Attached[];
};

/** A time during which a signal's state stayed the same. */
export type StatePeriod = { readonly state: ReadingState | 'unknown'; readonly since: Instant };

/** What one of several devices last said of a signal. */
export type Report = {
  readonly device: string;
  readonly state: ReadingState;
  readonly detail: string;
  readonly observedAt: Instant;
  /** What was added to the device's own time to get `observedAt`; left out: nothing. */
  readonly shiftMs?: number;
};

/** The live state of one signal: the last applied reading, its suppression, its ticket. */
export type SignalRecord = {
  /** `unknown`: nobody reported it yet, but a person has already acted on it. */
  readonly state: ReadingState | 'unknown';
  readonly detail: string;
  /** When the last applied reading was observed; older ones come late. */
  readonly observedAt: Instant;
  /** Since when the state is what it is. */
  readonly since: Instant;
  /**
   * From when an unhealthy state counts towards `opensAfterMs`: from its receipt, or from as long before
   * as telemetry proves. Moved forward by the time in which the device could not be heard.
   */
  readonly countsFrom: Instant;
  /** Since when it changes more often than the flapping rule allows; left out: it does not. */
  readonly unstableSince?: Instant;
  /** What was added to the device's own time to get `observedAt`; left out: nothing. */
  readonly shiftMs?: number;
  /** The same for `since`. */
  readonly sinceShiftMs?: number;
  readonly suppression: Suppression | null;
  /** The latest stretch that a suppression kept from opening an incident. */
  readonly missed: MissedStretch | null;
  readonly ticket: Ticket | null;
  /** The device that the state comes from; `null` when it comes from a person or from silence. */
  readonly device: string | null;
  /** What other devices of the room say of the same signal: the worst of all is the state. */
  readonly others: readonly Report[];
  /** By recommended action, how often it held after somebody had responded to it. */
  readonly advice: Readonly<Record<string, AdviceRecord>>;
  /** The streaks before this one, oldest first, a few: an old reading that fits them is no news. */
  readonly earlier: readonly StatePeriod[];
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
      /** The outage it belongs to; `null`: it is silent alone. */
      readonly outage: OutageId | null;
      /** The outage that ended while this room stayed silent: its card names the room. */
      readonly remainsOf?: OutageId;
    };

/** The one command that a room's devices have to run, until its result comes or its time is up. */
export type PendingCommand = {
  readonly id: string;
  readonly remediation: Remediation;
  readonly signal: SignalId;
  readonly device: string;
  /** Who ordered it; `null`: the platform itself. */
  readonly by: PersonRef | null;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
};

/**
 * Something that people are told once, beside the cards: the answer to a response, a suppression
 * that is about to end or has ended. Kept for a day; who tells people remembers the keys.
 */
export type Notice = { readonly key: string; readonly at: Instant } & (
  | {
      readonly kind: 'fix.verified' | 'fix.failed';
      readonly signal: SignalId;
      readonly by: PersonRef;
      readonly respondedAt: Instant;
    }
  | {
      readonly kind: 'suppression.ending';
      readonly signal: SignalId | 'room';
      readonly by: PersonRef;
      readonly until: Instant;
    }
  | {
      readonly kind: 'suppression.ended';
      readonly signal: SignalId | 'room';
      readonly by: PersonRef;
      readonly since: Instant;
      readonly because: 'lifted' | 'expired' | 'recovered';
      readonly missed: readonly Missed[];
    }
);

/** Telemetry of a device that was rejected as a whole, and since when all of it is. */
export type Rejected = {
  readonly device: string;
  readonly since: Instant;
  /** When it was last so. */
  readonly at: Instant;
  readonly reason: string;
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
  /** By device, what is known of its clock; left out: nothing of any. */
  readonly clocks?: Readonly<Record<string, DeviceClock>>;
  /** Left out: the latest telemetry of the room was accepted. */
  readonly rejected?: Rejected;
  readonly signals: Readonly<Partial<Record<SignalId, SignalRecord>>>;
  readonly command: PendingCommand | null;
  /** Remediations started within the last day, oldest first: their number is limited. */
  readonly recentAttempts: readonly { readonly remediation: Remediation; readonly at: Instant }[];
  readonly notices: readonly Notice[];
  /** Tickets numbered so far in this room. */
  readonly ticketCount: number;
  /** One more at each committed change: orders events and tells stale copies. */
  readonly revision: number;
  /** The earliest thing that time alone will change; `null` when there is none. */
  readonly dueAt: Instant | null;
};
