/** The inputs of `advance`: telemetry, a person's command, or a tick of the clock. */
import type { Sending } from './clocks/deviceClock.ts';
import type { TextKind } from './limits.ts';
import type { Attached, ExclusiveFormat, OutageId, RoomProfile, SuppressedUntil } from './room.ts';
import type {
  Actor,
  DisconnectedReason,
  Instant,
  PersonRef,
  Reading,
  Remediation,
  RemediationOutcome,
  SignalId,
  TicketNumber,
} from './words.ts';

/** A command of a person, or of the platform instead of a person. */
export type Command =
  | { readonly action: 'respond'; readonly signal: SignalId; readonly notes: string }
  | {
      readonly action: 'assign';
      readonly signal: SignalId;
      readonly to: PersonRef;
      /** The id of the present assignee; absent: the command succeeds only when the ticket is unassigned. */
      readonly takeOverFrom?: string | undefined;
    }
  | {
      readonly action: 'unassign';
      readonly signal: SignalId;
      /** The id of the present assignee; absent: any assignee. */
      readonly from?: string | undefined;
    }
  | { readonly action: 'investigate'; readonly signal: SignalId }
  | { readonly action: 'message'; readonly signal: SignalId; readonly text: string }
  /** The content of the attachment is stored already. */
  | {
      readonly action: 'attach';
      readonly signal: SignalId;
      readonly attachment: Omit<Attached, 'at' | 'by'>;
    }
  | { readonly action: 'removeAttachment'; readonly signal: SignalId; readonly id: string }
  | {
      readonly action: 'suppress';
      readonly signal: SignalId | 'room';
      readonly until: SuppressedUntil;
      readonly reason: string;
    }
  /** Changes the end of an active suppression; without `reason`, the reason stays. */
  | {
      readonly action: 'changeSuppression';
      readonly signal: SignalId | 'room';
      readonly until: SuppressedUntil;
      readonly reason?: string | undefined;
    }
  | { readonly action: 'unsuppress'; readonly signal: SignalId | 'room' }
  /** A person reports that the incident is over; allowed only where no telemetry resolves it. */
  | { readonly action: 'resolve'; readonly signal: SignalId; readonly reason: string }
  | { readonly action: 'remediate'; readonly signal: SignalId; readonly remediation: Remediation }
  /** A person reports a problem with the room: "no sound in 4.12". */
  | { readonly action: 'report'; readonly what: string }
  /** Enrols a room in onboarding or a retired room. */
  | { readonly action: 'enrol' }
  | { readonly action: 'retire' }
  | { readonly action: 'removeDevice'; readonly device: string }
  | { readonly action: 'changeProfile'; readonly profile: Partial<RoomProfile> };

/** A fact about a device that is not a reading of a signal. */
export type Fact =
  | { readonly kind: 'restarted'; readonly at: Instant }
  | { readonly kind: 'software'; readonly what: 'app' | 'os' | 'agent'; readonly version: string }
  /** Whether a meeting is on. The start and the end are committed; a repetition stays in memory. */
  | { readonly kind: 'meeting'; readonly inMeeting: boolean; readonly at: Instant }
  /** The app wrote a heartbeat event. A repetition stays in memory, as with meetings. */
  | { readonly kind: 'heartbeat'; readonly at: Instant }
  /** The device sent telemetry in this format. */
  | { readonly kind: 'format'; readonly format: ExclusiveFormat }
  /** The device's address in the room's network. */
  | { readonly kind: 'address'; readonly address: string }
  /** The result of a command that the platform issued. */
  | {
      readonly kind: 'result';
      readonly id: string;
      readonly outcome: Exclude<RemediationOutcome, 'expired'>;
      readonly detail: string;
      readonly at: Instant;
    };

/**
 * A reading from a format's reader. `display:all` means every display in the front of the room: the
 * payload reports all of them together, and the room's profile contains their number.
 */
export type RawReading = Omit<Reading, 'signal'> & { readonly signal: SignalId | 'display:all' };

/** The content of one message of a device. */
export type Telemetry = {
  readonly kind: 'telemetry';
  readonly device: string;
  /** In the order in which they were sent; each gets one verdict. */
  readonly readings: readonly RawReading[];
  readonly facts: readonly Fact[];
  /** The time and the number of the sending; absent: the times of the message are in server time already. */
  readonly sent?: Sending;
  /** False: the message does not prove that the device is online. Absent: it does. */
  readonly isSignOfLife?: boolean;
  /** The rejected part of the message; `isAll`: the message contains no accepted part. */
  readonly rejected?: {
    readonly reason: string;
    readonly isAll: boolean;
    /** The signals of the rejected items. */
    readonly signals: readonly SignalId[];
  };
};

export type Input =
  | { readonly kind: 'register'; readonly number: number; readonly profile: RoomProfile }
  | Telemetry
  /** Messages that arrived together: `advance` settles once, after all of them. */
  | { readonly kind: 'messages'; readonly messages: readonly Telemetry[] }
  /** No telemetry arrived since `since`. Only a listener that ran all this time may send this input. */
  | {
      readonly kind: 'silence';
      readonly since: Instant;
      readonly reason: DisconnectedReason;
      /** The outage that the room is part of, when it is known already. */
      readonly outage?: OutageId;
    }
  /** The room, which is disconnected already, is part of an outage. */
  | { readonly kind: 'outage'; readonly outage: OutageId }
  /** Too few rooms are left in an outage: it ends, and the room is disconnected alone. */
  | { readonly kind: 'outageOver'; readonly outage: OutageId }
  | {
      readonly kind: 'tick';
      /** For signals under investigation: how many other rooms of the building have the same issue. */
      readonly neighbours?: Readonly<Partial<Record<SignalId, number>>>;
    }
  | {
      readonly kind: 'command';
      readonly actor: Actor;
      readonly command: Command;
      /** The failure that the person saw; absent: the present one. */
      readonly about?: IncidentSeen | null;
    };

/** Which failure of a ticket a person saw when they acted. */
export type IncidentSeen = { readonly episode: number; readonly activation: number };

/** The result of one reading. */
export type ReadingVerdict = 'applied' | 'unchanged' | 'duplicate' | 'late';

/** Why a command was not carried out. A value, never thrown; callers turn it into a sentence or a 4xx. */
export type Rejection =
  | { readonly code: 'roomUnknown' }
  | { readonly code: 'roomExists' }
  | { readonly code: 'signalUnknown' }
  | { readonly code: 'noIncident' }
  /** The person saw an earlier failure of the ticket. */
  | { readonly code: 'superseded'; readonly ticket: TicketNumber }
  | { readonly code: 'alreadyResolved'; readonly at: Instant; readonly because: string }
  | { readonly code: 'alreadyResponded'; readonly by: PersonRef; readonly at: Instant }
  | { readonly code: 'alreadyAssigned'; readonly to: PersonRef }
  /** Another person has the ticket; `since` is `null` when it was assigned before this time was stored. */
  | {
      readonly code: 'assignedToOther';
      readonly ticket: TicketNumber | OutageId;
      readonly to: PersonRef;
      readonly since: Instant | null;
    }
  | { readonly code: 'notAssigned' }
  | { readonly code: 'alreadySuppressed'; readonly by: PersonRef; readonly at: Instant }
  | { readonly code: 'notSuppressed' }
  | { readonly code: 'alreadyInvestigating' }
  | { readonly code: 'nothingToInvestigate' }
  | { readonly code: 'alreadyEnrolled' }
  | { readonly code: 'alreadyRetired' }
  | { readonly code: 'endsInThePast'; readonly at: Instant }
  | { readonly code: 'emptyText' }
  | {
      readonly code: 'tooLong';
      readonly what: TextKind;
      readonly most: number;
      readonly length: number;
    }
  | { readonly code: 'alreadyAttached'; readonly name: string }
  | { readonly code: 'attachmentGone' }
  | { readonly code: 'tooManyAttachments'; readonly most: number }
  | { readonly code: 'telemetryResolves' }
  | { readonly code: 'commandPending'; readonly remediation: Remediation; readonly at: Instant }
  | { readonly code: 'noDeviceForCommands' }
  | { readonly code: 'deviceUnknown' }
  | { readonly code: 'nothingChanged' }
  | { readonly code: 'nothingToRecover' }
  | { readonly code: 'notPermitted'; readonly action: string; readonly needs: string };
