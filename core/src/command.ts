/** What comes in: telemetry, a person's command, or a tick of the clock. The inputs of `advance`. */
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

/** What a person (or the platform in a person's place) wants done. */
export type Command =
  | { readonly action: 'respond'; readonly signal: SignalId; readonly notes: string }
  | {
      readonly action: 'assign';
      readonly signal: SignalId;
      readonly to: PersonRef;
      /** The id of the person from whom it is taken; left out: only a free ticket is taken. */
      readonly takeOverFrom?: string | undefined;
    }
  | {
      readonly action: 'unassign';
      readonly signal: SignalId;
      /** The id of the person whose ticket it is; left out: the ticket of its present assignee. */
      readonly from?: string | undefined;
    }
  | { readonly action: 'investigate'; readonly signal: SignalId }
  | { readonly action: 'message'; readonly signal: SignalId; readonly text: string }
  /** Its content is in its place already. */
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
  /** Another end for a suppression that goes on; `reason` left out: the reason stays. */
  | {
      readonly action: 'changeSuppression';
      readonly signal: SignalId | 'room';
      readonly until: SuppressedUntil;
      readonly reason?: string | undefined;
    }
  | { readonly action: 'unsuppress'; readonly signal: SignalId | 'room' }
  /** A person's word that it is over; only where no telemetry can say so. */
  | { readonly action: 'resolve'; readonly signal: SignalId; readonly reason: string }
  | { readonly action: 'remediate'; readonly signal: SignalId; readonly remediation: Remediation }
  /** A person reports a problem with the room: "no sound in 4.12". */
  | { readonly action: 'report'; readonly what: string }
  /** Enrols a room that waits in onboarding, or one that was retired. */
  | { readonly action: 'enrol' }
  | { readonly action: 'retire' }
  | { readonly action: 'removeDevice'; readonly device: string }
  | { readonly action: 'changeProfile'; readonly profile: Partial<RoomProfile> };

/** A fact about the device that is no signal. */
export type Fact =
  | { readonly kind: 'restarted'; readonly at: Instant }
  | { readonly kind: 'software'; readonly what: 'app' | 'os' | 'agent'; readonly version: string }
  /** Whether a meeting is on; written down when it begins or ends, else kept in memory. */
  | { readonly kind: 'meeting'; readonly inMeeting: boolean; readonly at: Instant }
  /** The app wrote a heartbeat event; news as of meetings. */
  | { readonly kind: 'heartbeat'; readonly at: Instant }
  /** The device was heard through this format. */
  | { readonly kind: 'format'; readonly format: ExclusiveFormat }
  /** The device's address in the room's network. */
  | { readonly kind: 'address'; readonly address: string }
  /** What became of a command that the platform handed out. */
  | {
      readonly kind: 'result';
      readonly id: string;
      readonly outcome: Exclude<RemediationOutcome, 'expired'>;
      readonly detail: string;
      readonly at: Instant;
    };

/**
 * A reading as the formats give it. `display:all` stands for every display in the front of the
 * room: the payload knows that all of them are well, the room knows how many there are.
 */
export type RawReading = Omit<Reading, 'signal'> & { readonly signal: SignalId | 'display:all' };

/** What one message of a device tells. */
export type Telemetry = {
  readonly kind: 'telemetry';
  readonly device: string;
  /** In the order they were sent; each gets its own verdict. */
  readonly readings: readonly RawReading[];
  readonly facts: readonly Fact[];
  /** When and as which it was sent; left out: its times are in our time already. */
  readonly sent?: Sending;
  /** False: the sender does not say that the device can be reached. Left out: it can. */
  readonly isSignOfLife?: boolean;
  /** What of it was rejected, and whether anything else came with it. */
  readonly rejected?: {
    readonly reason: string;
    readonly isAll: boolean;
    /** Signals of which it told something that cannot be used. */
    readonly signals: readonly SignalId[];
  };
};

export type Input =
  | { readonly kind: 'register'; readonly number: number; readonly profile: RoomProfile }
  | Telemetry
  /** Messages that came together: what follows is settled once, after all of them. */
  | { readonly kind: 'messages'; readonly messages: readonly Telemetry[] }
  /** No telemetry came since `since`: said only by a listener that was itself awake all that time. */
  | {
      readonly kind: 'silence';
      readonly since: Instant;
      readonly reason: DisconnectedReason;
      /** The outage it is part of, when that is known already. */
      readonly outage?: OutageId;
    }
  /** The room, silent already, is found to be part of an outage. */
  | { readonly kind: 'outage'; readonly outage: OutageId }
  /** What is left of an outage is too little to be one: the room is silent alone. */
  | { readonly kind: 'outageOver'; readonly outage: OutageId }
  | {
      readonly kind: 'tick';
      /** For signals under investigation: how many other rooms of the building have the same. */
      readonly neighbours?: Readonly<Partial<Record<SignalId, number>>>;
    }
  | {
      readonly kind: 'command';
      readonly actor: Actor;
      readonly command: Command;
      /** The failure that the person saw; left out: the present one. */
      readonly about?: IncidentSeen | null;
    };

/** Which failure of a ticket a person saw when they acted. */
export type IncidentSeen = { readonly episode: number; readonly activation: number };

/** What became of one reading. */
export type ReadingVerdict = 'applied' | 'unchanged' | 'duplicate' | 'late';

/** Why nothing was done. A value, never thrown; becomes a kind sentence or a 4xx. */
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
  /** Another person has it; `since` is `null` where it was assigned before that was kept. */
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
