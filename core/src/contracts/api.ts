/** The wire shapes between the bot's `/api` and the tab. The tab imports the types only. */
import { z } from 'zod';
import type { Rejection } from '../command.ts';
import { defaultSuppressUntil, suppressForChoices } from '../limits.ts';
import type { Response, RoomId, Suppression } from '../room.ts';
import type { PersonAction } from '../tickets/lifecycle.ts';
import {
  assignedFilters,
  type Category,
  categories,
  type Enrolment,
  enrolmentStates,
  type Health,
  healthStates,
  type IncidentState,
  type Instant,
  incidentStates,
  type PersonRef,
  type Role,
  remediations,
  type Severity,
  type SignalId,
  type SignalType,
  severities,
  signalTypes,
  type TicketNumber,
} from '../words.ts';
import type { OutageRow } from './outageRow.ts';
import { profileChange } from './profile.ts';
import { defaultRoomSort, roomSorts, sortOrders } from './roomSort.ts';

const page = {
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
const searched = z.string().max(200).optional();

/** Query of `GET /api/incidents`. */
export const incidentsQuery = z.object({
  state: z.enum(incidentStates).optional(),
  severity: z.enum(severities).optional(),
  category: z.enum(categories).optional(),
  assigned: z.enum(assignedFilters).optional(),
  /** Incidents of this type of signal alone. */
  issue: z.enum(signalTypes).optional(),
  building: searched,
  group: searched,
  text: searched,
  ...page,
});
export type IncidentsQuery = z.input<typeof incidentsQuery>;

/** Query of `GET /api/rooms`. */
export const roomsQuery = z.object({
  health: z.enum(healthStates).optional(),
  /** Left out: those that are looked after or will be; retired ones only when asked for. */
  enrolment: z.enum(enrolmentStates).optional(),
  building: searched,
  group: searched,
  text: searched,
  sort: z.enum(roomSorts).default(defaultRoomSort.sort),
  order: z.enum(sortOrders).default(defaultRoomSort.order),
  ...page,
});
export type RoomsQuery = z.input<typeof roomsQuery>;

export { suppressForChoices } from '../limits.ts';

// How long a text may be is `advance`'s to judge: its rejection shows both counts at every entry point.
const text = z.string().trim().min(1);
const id = z.string().min(1).max(128);
const until = z.union([
  z.enum(suppressForChoices),
  z.strictObject({ at: z.iso.datetime({ offset: true }) }),
]);

/** A command as the tab and the cards send it, without its target. */
export const actionPayload = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('respond'), notes: text }),
  z.strictObject({ action: z.literal('message'), text }),
  // To whoever asks; in the tab also to another person, one of the ticket's `assignees`. A ticket that
  // another person has changes hands only when `takeOverFrom` is that person's id.
  z.strictObject({
    action: z.literal('assign'),
    to: id.exactOptional(),
    takeOverFrom: id.exactOptional(),
  }),
  // `from`: whose ticket it is; left out: the ticket of whoever asks.
  z.strictObject({ action: z.literal('unassign'), from: id.exactOptional() }),
  z.strictObject({ action: z.literal('investigate') }),
  z.strictObject({
    action: z.literal('suppress'),
    until: until.default(defaultSuppressUntil),
    reason: z.string().trim().default(''),
  }),
  // `reason` left out: the reason stays.
  z.strictObject({
    action: z.literal('changeSuppression'),
    until,
    reason: z.string().trim().exactOptional(),
  }),
  z.strictObject({ action: z.literal('unsuppress') }),
  z.strictObject({ action: z.literal('remediate'), remediation: z.enum(remediations) }),
  z.strictObject({ action: z.literal('resolve'), reason: text }),
  z.strictObject({ action: z.literal('report'), what: text }),
  z.strictObject({ action: z.literal('enrol') }),
  z.strictObject({ action: z.literal('retire') }),
  z.strictObject({ action: z.literal('removeDevice'), device: z.string().min(1).max(128) }),
  z.strictObject({ action: z.literal('changeProfile'), profile: profileChange }),
]);
export type ActionPayload = z.infer<typeof actionPayload>;

const ticketNumber = z.templateLiteral([
  z.number().int().positive(),
  '-',
  z.number().int().positive(),
]);
const roomId = z.templateLiteral(['room-', z.number().int().positive()]);
const outageId = z.templateLiteral(['outage-', z.number().int().positive()]);

/** What a command is aimed at: a ticket, a whole room, a signal that may have no ticket yet, or an outage. */
export const commandTarget = z.union([
  z.strictObject({ ticket: ticketNumber }),
  z.strictObject({ outage: outageId }),
  z.strictObject({ room: roomId }),
  z.strictObject({ room: roomId, signal: z.string().max(64) }),
]);
export type CommandTarget = z.infer<typeof commandTarget>;

/** Body of `POST /api/commands`: one action on one or many targets. */
export const commandsBody = z.strictObject({
  targets: z.array(commandTarget).min(1).max(200),
  action: actionPayload,
});
export type CommandsBody = z.infer<typeof commandsBody>;

/** What became of the command on each target, in the same order; `sentence` is for people. */
export type CommandsAnswer = { readonly results: readonly CommandResult[] };

/** What became of a command on one target. */
export type CommandResult = {
  readonly ok: boolean;
  readonly sentence: string;
  /** `done`, `unknownTarget`, or why nothing was done. */
  readonly code?: Rejection['code'] | 'done' | 'unknownTarget';
  /** Of `assignedToOther`: the person who has the ticket, for `takeOverFrom`. */
  readonly assignee?: PersonRef;
  /** Of `assignedToOther`: since when that person has it; `null`: that was not kept. */
  readonly since?: Instant | null;
};

/**
 * What a person who is known by name may do here: work, wait for a manager to let them in, or wait
 * for a room group because their role alone shows no room.
 */
export type Access = 'granted' | 'noRooms' | 'waiting';

/** Answer of `GET /api/me`, the only one that those who wait get. */
export type Me = {
  readonly person: { readonly id: string; readonly name: string; readonly role: Role };
  /** Whom one may act as; empty outside the embedded run. Chosen by the header `x-acting-person`. */
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: Role;
    readonly groups: readonly string[];
  }[];
  readonly embedded: boolean;
  readonly access: Access;
  /** `1` with the product's timings, 60 when minutes run as seconds. */
  readonly pace: number;
};

export type HealthCounts = Readonly<Record<Health, number>>;

/** Everything at a glance, over the rooms the person may see. */
export type Summary = {
  readonly needsAction: number;
  readonly systemInvestigating: number;
  /** All open incidents, also suppressed ones, as the list counts them. */
  readonly open: number;
  /** Those of them that the reader has. */
  readonly mine: number;
  /** Those of them without an assignee. */
  readonly unassigned: number;
  readonly byCategory: readonly { readonly category: Category; readonly incidents: number }[];
  /** Most rooms first; at most five. */
  readonly topIssues: readonly {
    readonly type: SignalType;
    readonly label: string;
    readonly category: Category;
    readonly severity: Severity;
    readonly rooms: number;
    readonly incidents: number;
    readonly recommendedAction: string;
  }[];
  readonly rooms: HealthCounts;
  readonly warnings: number;
  readonly buildings: readonly string[];
  readonly groups: readonly string[];
  /** When what is shown was last known to be true. */
  readonly confirmedAt: Instant;
};

/** Answer of `GET /api/summary`. */
export type SummaryAnswer = Summary & {
  /** Outages that go on, with the rooms of each that the person may see; most rooms first. */
  readonly outages: readonly OutageRow[];
};

/** A row of a list of incidents: an incident, or an outage with all its rooms. */
export type ListRow = IncidentRow | OutageRow;

/** An open incident in a list. */
export type IncidentRow = {
  readonly ticket: TicketNumber;
  readonly signal: SignalId;
  readonly label: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly state: IncidentState;
  /** The fault is in how the room is set up. */
  readonly isMisconfiguration: boolean;
  /** It comes and goes too often to be judged. */
  readonly isFlapping: boolean;
  readonly roomId: RoomId;
  readonly room: string;
  readonly building: string;
  readonly floor: string;
  readonly openedAt: Instant;
  /** When it failed again, else when it opened: how long it is open counts from here. */
  readonly activatedAt: Instant;
  readonly impact: string;
  readonly recommendedAction: string;
  readonly detail: string;
  readonly assignee: PersonRef | null;
  /** Since when the assignee has it; `null`: it is not assigned, or the time was not kept. */
  readonly assignedAt: Instant | null;
  readonly response: Response | null;
  readonly suppression: Suppression | null;
  readonly actions: readonly PersonAction[];
};

export type IncidentsAnswer = {
  /** An outage counts once. */
  readonly total: number;
  readonly rows: readonly ListRow[];
  readonly confirmedAt: Instant;
};

/** A room in a list. */
export type RoomRow = {
  readonly roomId: RoomId;
  readonly number: number;
  readonly name: string;
  readonly building: string;
  readonly floor: string;
  readonly capacity: number;
  readonly groups: readonly string[];
  readonly enrolment: Enrolment;
  readonly health: Health;
  /** Why it is so, in a sentence. */
  readonly because: string;
  /** When that health began. */
  readonly healthSince: Instant;
  readonly important: number;
  readonly warnings: number;
  /** What is not set up as it should be, in a sentence; `null`: nothing that is known. */
  readonly misconfigured: string | null;
  /** `null`: never. */
  readonly lastSeenAt: Instant | null;
};

export type RoomsAnswer = {
  readonly total: number;
  /** Counts over the same place and text, whatever the health filter. */
  readonly counts: HealthCounts;
  /** How many there are retired; no health counts them. */
  readonly retired: number;
  readonly rows: readonly RoomRow[];
  readonly confirmedAt: Instant;
};

/** An event of `GET /api/stream` (server-sent, name `changed`): what to ask for again. */
export type StreamChange = { readonly rooms: readonly RoomId[] };

/** The body of every answer that is not 2xx. */
export type ApiError = {
  readonly error: {
    readonly code: string;
    readonly sentence: string;
    readonly reference?: string;
    /** Every fault of a document that was sent, with a JSON pointer to where it is. */
    readonly faults?: readonly { readonly pointer: string; readonly reason: string }[];
  };
};
