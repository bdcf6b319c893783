/** The aggregate: one document contains a room's live state with all its signals and tickets. */

import type { DeviceClock } from './clocks/deviceClock.ts';
import type { Device } from './devices/device.ts';
import type { AdviceRecord, Ticket } from './tickets/ticket.ts';
import type {
  DisconnectedReason,
  Enrolment,
  Instant,
  MeetingMode,
  PersonRef,
  ReadingState,
  Remediation,
  SignalId,
} from './words.ts';

export type { Device, ExclusiveFormat } from './devices/device.ts';
export { exclusiveFormats } from './devices/device.ts';
export type * from './tickets/ticket.ts';

export type RoomId = `room-${number}`;

/** The id of an outage and of its `outage` document. */
export type OutageId = `outage-${number}`;

/** The master data of a room. People change it; telemetry never does. */
export type RoomProfile = {
  readonly name: string;
  readonly building: string;
  readonly floor: string;
  readonly capacity: number;
  readonly groups: readonly string[];
  /** IANA name, `Europe/Berlin`. */
  readonly timeZone: string;
  readonly meetingMode: MeetingMode;
  /** The number of displays in the front of the room. */
  readonly expectedDisplays: number;
};

/** The profile of a room about which people have entered nothing yet, without its name. */
export const emptyProfile: Omit<RoomProfile, 'name'> = {
  building: '',
  floor: '',
  capacity: 0,
  groups: [],
  timeZone: 'UTC',
  meetingMode: 'teams',
  expectedDisplays: 1,
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
  /** When a person last changed the suppression; absent: never. */
  readonly changedAt?: Instant;
  readonly reason: string;
  /** Whether its end has been announced. */
  readonly isReminded: boolean;
  /** Incidents that the suppression prevented, oldest first, at most the latest twenty. */
  readonly missed: readonly Missed[];
};

/** An incident that a suppression prevented. */
export type Missed = { readonly signal: SignalId; readonly at: Instant; readonly detail: string };

/** The unhealthy period since `since`, recorded as missed at `at`. */
export type MissedStretch = { readonly since: Instant; readonly at: Instant };

/** A time during which a signal's state stayed the same. */
export type StatePeriod = { readonly state: ReadingState | 'unknown'; readonly since: Instant };

/** The last report of one of several devices about a signal. */
export type Report = {
  readonly device: string;
  readonly state: ReadingState;
  readonly detail: string;
  readonly observedAt: Instant;
  /** The correction that was added to the device's own time to get `observedAt`; absent: none. */
  readonly shiftMs?: number;
};

/** The live state of one signal: the last applied reading, its suppression, its ticket. */
export type SignalRecord = {
  /** `unknown`: no device has reported the signal yet, or its report no longer counts. */
  readonly state: ReadingState | 'unknown';
  readonly detail: string;
  /** When the last applied reading was observed; an older reading is late. */
  readonly observedAt: Instant;
  /** Since when the signal is in this state. */
  readonly since: Instant;
  /**
   * From when an unhealthy state counts towards `opensAfterMs`: from its receipt, or earlier by the time
   * that telemetry proves. Moved forward by the time in which the device was disconnected.
   */
  readonly countsFrom: Instant;
  /** Since when the signal changes more often than the flapping rule allows; absent: it is stable. */
  readonly unstableSince?: Instant;
  /** The correction that was added to the device's own time to get `observedAt`; absent: none. */
  readonly shiftMs?: number;
  /** The same for `since`. */
  readonly sinceShiftMs?: number;
  readonly suppression: Suppression | null;
  /** The latest unhealthy period in which a suppression prevented an incident. */
  readonly missed: MissedStretch | null;
  readonly ticket: Ticket | null;
  /** The device that the state comes from; `null`: it comes from a person or from missing telemetry. */
  readonly device: string | null;
  /** The reports of the room's other devices about this signal. The worst of all reports is the state. */
  readonly others: readonly Report[];
  /** By recommended action, how often it helped or failed after a response. */
  readonly advice: Readonly<Record<string, AdviceRecord>>;
  /** The latest earlier periods, oldest first. An old reading that agrees with them adds no information. */
  readonly earlier: readonly StatePeriod[];
  /** The keys of the latest late readings, so that the history contains each of them once. */
  readonly late: readonly string[];
};

export type Connection =
  | { readonly status: 'connected' }
  | {
      readonly status: 'disconnected';
      readonly reason: DisconnectedReason;
      /** When telemetry last arrived, or (never connected) when the room was enrolled. */
      readonly since: Instant;
      /** The outage that the room is part of; `null`: the room is disconnected alone. */
      readonly outage: OutageId | null;
      /** The outage that ended while this room stayed disconnected: the card of the outage names the room. */
      readonly remainsOf?: OutageId;
    };

/** The one command that a device of the room has to run, until its result arrives or it expires. */
export type PendingCommand = {
  readonly id: string;
  readonly remediation: Remediation;
  readonly signal: SignalId;
  readonly device: string;
  /** The person who ordered it; `null`: the platform. */
  readonly by: PersonRef | null;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
};

/**
 * A message to people that is sent once, beside the cards: the result of a response, or a suppression
 * that ends soon or has ended. The room keeps it for a day. The sender stores the keys of sent notices.
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

/** A device whose whole telemetry is rejected. */
export type Rejected = {
  readonly device: string;
  readonly since: Instant;
  /** When the latest message was rejected. */
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
  /** The clocks by device; absent: no clock is known. */
  readonly clocks?: Readonly<Record<string, DeviceClock>>;
  /** Absent: the latest telemetry of the room was accepted. */
  readonly rejected?: Rejected;
  readonly signals: Readonly<Partial<Record<SignalId, SignalRecord>>>;
  readonly command: PendingCommand | null;
  /** Remediations that started within the last day, oldest first: their number is limited. */
  readonly recentAttempts: readonly { readonly remediation: Remediation; readonly at: Instant }[];
  readonly notices: readonly Notice[];
  /** How many tickets of this room have a number so far. */
  readonly ticketCount: number;
  /** Increased at each committed change: it orders the events and identifies stale copies. */
  readonly revision: number;
  /** The earliest time at which the room changes without an input; `null`: never. */
  readonly dueAt: Instant | null;
};
