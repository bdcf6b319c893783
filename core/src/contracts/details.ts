/** The wire shapes of one room and one ticket in full. The tab imports the types only. */
import { z } from 'zod';
import type { ChangeType } from '../change.ts';
import type { AdviceRecord, Reason, Response, RoomId, Suppression } from '../room.ts';
import type { PersonAction } from '../tickets/lifecycle.ts';
import type {
  Category,
  EntryPoint,
  Instant,
  MeetingMode,
  PersonRef,
  ReadingState,
  Remediation,
  RemediationOutcome,
  Severity,
  SignalId,
  TicketNumber,
  TicketStatus,
} from '../words.ts';
import type { IncidentRow, RoomRow } from './api.ts';
import type { OutageRow } from './outageRow.ts';

/** One signal of a room, with its ticket's number if it ever had an incident. */
export type SignalRow = {
  readonly signal: SignalId;
  readonly label: string;
  readonly category: Category;
  readonly severity: Severity;
  /** `unknown`: it was never reported, or is not known any more. */
  readonly state: ReadingState | 'unknown';
  readonly detail: string;
  /** Whether anything in the room can report it; where nothing can, it is *not watched*. */
  readonly isWatched: boolean;
  /** The sources of the room that can report it, as people call them. */
  readonly sources: readonly string[];
  readonly since: Instant | null;
  readonly ticket: TicketNumber | null;
  readonly status: TicketStatus;
  /** When its ticket last changed; `null`: it has none. */
  readonly updatedAt: Instant | null;
  /** What is unhealthy about it is how the room is set up. */
  readonly isMisconfiguration: boolean;
  readonly suppression: Suppression | null;
  /** What further devices of the room say of it; the worst of all is the state. */
  readonly others: readonly {
    readonly device: string;
    readonly state: ReadingState;
    readonly detail: string;
  }[];
  readonly actions: readonly PersonAction[];
};

/** One device of a room, as it last told of itself. */
export type DeviceRow = {
  readonly id: string;
  readonly appVersion: string | null;
  readonly osVersion: string | null;
  readonly agentVersion: string | null;
  readonly address: string | null;
  readonly restarts: number;
  readonly lastRestartAt: Instant | null;
  readonly meeting: { readonly inMeeting: boolean; readonly at: Instant } | null;
  /** By how much its clock is behind ours, by which its times are corrected; below 0: ahead; `null`: not known. */
  readonly clockBehindMs: number | null;
};

/** A remediation as a person may order it. */
export type RemediationChoice = { readonly remediation: Remediation; readonly label: string };

/** What a device of the room has been asked to do, and has not answered yet. */
export type PendingRow = {
  readonly label: string;
  /** The signal that it is to remedy. */
  readonly signal: string;
  readonly ticket: TicketNumber | null;
  readonly device: string;
  /** Who ordered it; `null`: the platform itself. */
  readonly by: PersonRef | null;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
};

/** What a person may do with a room as a whole. */
export type RoomAction =
  | 'report'
  | 'suppress'
  | 'changeSuppression'
  | 'unsuppress'
  | 'enrol'
  | 'changeProfile'
  | 'removeDevice'
  | 'retire';

/** Answer of `GET /api/rooms/:roomId`. */
export type RoomDetail = RoomRow & {
  readonly timeZone: string;
  readonly meetingMode: MeetingMode;
  /** How many displays stand in the front of the room. */
  readonly expectedDisplays: number;
  readonly suppression: Suppression | null;
  /** Set when the status is not available: everything else is as last known then. */
  readonly disconnected: { readonly reason: string; readonly since: Instant } | null;
  /** Why its telemetry is rejected, and since when all of it is; `null`: it is accepted. */
  readonly rejected: { readonly reason: string; readonly since: Instant } | null;
  /** The outage it is part of, while it is silent with others. */
  readonly outage: OutageRow | null;
  readonly devices: readonly DeviceRow[];
  readonly command: PendingRow | null;
  readonly incidents: readonly IncidentRow[];
  readonly signals: readonly SignalRow[];
  readonly actions: readonly RoomAction[];
  readonly confirmedAt: Instant;
};

/** One line of a history, worded on the server. */
export type HistoryEntry = {
  readonly type: ChangeType;
  readonly at: Instant;
  readonly episode: number | null;
  readonly by: string;
  readonly via: EntryPoint;
  /** What happened, in one sentence. */
  readonly sentence: string;
  /** Notes, reason or detail as a person or a device wrote it; never markup. */
  readonly note: string | null;
};

/** Query of `GET /api/rooms/:roomId/history`. */
export const roomHistoryQuery = z.object({
  /** Only what is older: the `next` of the page before. */
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** One line of a room's history. */
export type RoomHistoryEntry = HistoryEntry & {
  /** Names the commit it belongs to; several lines may share it. */
  readonly revision: number;
  /** The ticket it is about, and how its signal is called. */
  readonly about: { readonly ticket: TicketNumber; readonly label: string } | null;
};

/** Answer of `GET /api/rooms/:roomId/history`: newest first. */
export type RoomHistoryAnswer = {
  readonly entries: readonly RoomHistoryEntry[];
  /** `before` of the next page; `null`: there is nothing older. */
  readonly next: number | null;
};

export type TicketMessage = {
  readonly at: Instant;
  readonly by: string;
  readonly via: EntryPoint;
  readonly text: string;
  /** A response to the incident rather than a plain message. */
  readonly isResponse: boolean;
};

/** A picture, video, log or other file of a ticket. Its content is at `…/attachments/:id`. */
export type TicketAttachment = {
  readonly id: string;
  /** As its sender named it; never markup, never an address. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly at: Instant;
  readonly by: string;
  readonly via: EntryPoint;
  /** Which kind of content it was found to be, where a browser may show it; `null`: only to be saved. */
  readonly preview: 'image' | 'video' | null;
  readonly mayRemove: boolean;
};

/**
 * Answer of `POST /api/tickets/:number/attachments` (201), whose body is the content itself. With
 * `x-upload-id`, a uuid of the sender's making, the same once more is answered alike and attaches
 * nothing again.
 */
export type AttachedAnswer = {
  readonly attachment: TicketAttachment;
  readonly sentence: string;
};

/** What the platform tried on a device, and what came of it. */
export type AttemptRow = {
  readonly id: string;
  readonly label: string;
  readonly at: Instant;
  readonly endedAt: Instant | null;
  /** `null`: still under way. */
  readonly outcome: RemediationOutcome | null;
  /** The outcome in words: `done, did not help`. */
  readonly result: string;
  /** What the device said of it; never markup. */
  readonly detail: string;
};

/** Answer of `GET /api/tickets/:number`. */
export type TicketDetail = {
  readonly number: TicketNumber;
  readonly roomId: RoomId;
  readonly room: string;
  readonly building: string;
  readonly floor: string;
  readonly signal: SignalId;
  readonly label: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly status: Exclude<TicketStatus, 'unopened'>;
  readonly episode: number;
  /** 1 when the episode opened, one more each time it failed again. */
  readonly activation: number;
  readonly openedAt: Instant;
  /** When it failed again, else when it opened. */
  readonly activatedAt: Instant;
  readonly resolvedAt: Instant | null;
  readonly resolvedBecause: string | null;
  readonly reason: Reason;
  readonly impact: string;
  readonly description: string;
  readonly causes: readonly string[];
  readonly resolutions: readonly string[];
  readonly recommendedAction: string;
  /** How often that action held and did not, over all rooms; `null`: nobody responded to it yet. */
  readonly advice: AdviceRecord | null;
  readonly detail: string;
  readonly signalState: ReadingState | 'unknown';
  /** The fault is in how the room is set up. */
  readonly isMisconfiguration: boolean;
  /** Who may end it: telemetry, or a person where there is none. */
  readonly resolvedBy: 'telemetry' | 'person';
  readonly disconnectedSince: Instant | null;
  readonly investigatesUntil: Instant | null;
  readonly escalatesAt: Instant | null;
  readonly assignee: PersonRef | null;
  /** Since when the assignee has it; `null`: it is not assigned, or the time was not kept. */
  readonly assignedAt: Instant | null;
  readonly response: Response | null;
  /** After a response: whose it was, and until when telemetry is watched. */
  readonly proof: { readonly by: PersonRef; readonly until: Instant } | null;
  /** Oldest first. */
  readonly attempts: readonly AttemptRow[];
  /** What the neighbours show, in a sentence; `null`: the platform has not looked yet. */
  readonly neighbours: string | null;
  /** Since when it comes and goes, and how often within the rule's time; `null`: it does not. */
  readonly flapping: { readonly since: Instant; readonly changes: number } | null;
  /** What this person may order on a device; empty where they may order nothing. */
  readonly remediations: readonly RemediationChoice[];
  /** Who may take it on beside this person; empty where none can be named or the person may not assign. */
  readonly assignees: readonly PersonRef[];
  /** The suppression in force: the signal's own or the whole room's. */
  readonly suppression: (Suppression & { readonly scope: 'signal' | 'room' }) | null;
  readonly actions: readonly PersonAction[];
  /** Newest first. */
  readonly history: readonly HistoryEntry[];
  /** Oldest first. */
  readonly messages: readonly TicketMessage[];
  /** Newest first. */
  readonly attachments: readonly TicketAttachment[];
  readonly confirmedAt: Instant;
};
