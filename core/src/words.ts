/**
 * The product's vocabulary as types. Every room of the house speaks these words and no others.
 * Times are ISO 8601 UTC strings at the borders and in documents; durations are milliseconds.
 */

/** ISO 8601 in UTC with milliseconds, `2026-11-22T08:00:00.000Z`: sorts as text. */
export type Instant = string;

export const categories = [
  'display',
  'audio',
  'camera',
  'ingest',
  'signin',
  'proximity',
  'app',
  'software',
  'storage',
  'security',
  'connection',
  'report',
] as const;
/** What a signal is about; the tab groups a room's signals by it. */
export type Category = (typeof categories)[number];

export const signalTypes = [
  'display',
  'conference-microphone',
  'conference-speaker',
  'default-speaker',
  'camera',
  'content-camera',
  'hdmi-ingest',
  'signin-exchange',
  'signin-teams',
  'signin-skype',
  'proximity-sensor',
  'microphone-selection',
  'speaker-selection',
  'camera-selection',
  'bluetooth',
  'meeting-app',
  'app-version',
  'os-version',
  'windows-update',
  'nightly-restart',
  'time-drift',
  'event-log',
  'disk-space',
  'disk-health',
  'default-credentials',
  'connection',
  'network',
  'wifi-only',
  'reported',
] as const;
/** A kind of signal that a rule exists for. */
export type SignalType = (typeof signalTypes)[number];

/** A signal of one room: its type, and its instance where there can be several (`display:1`). */
export type SignalId = Exclude<SignalType, 'display'> | `display:${number | 'console'}`;

export const readingStates = ['healthy', 'unhealthy', 'notApplicable'] as const;
export type ReadingState = (typeof readingStates)[number];

/** One observation of one signal at one time. */
export type Reading = {
  readonly signal: SignalId;
  readonly state: ReadingState;
  /** What was observed, as the device said it; hostile text, at most 500 characters. */
  readonly detail: string;
  readonly observedAt: Instant;
  /** When the state still was so, where `observedAt` is the time at which it began. */
  readonly stoodAt?: Instant;
  /** What was added to the device's own times to get these; left out: nothing. */
  readonly shiftMs?: number;
};

export const severities = ['important', 'warning'] as const;
export type Severity = (typeof severities)[number];

export const incidentStates = ['systemInvestigating', 'needsAction'] as const;
/** The state of an open incident: the platform is working on it, or it is assigned to people. */
export type IncidentState = (typeof incidentStates)[number];

export const assignedFilters = ['mine', 'unassigned'] as const;
/** Whose incidents a list shows: the reader's, or those without an assignee. Left out: everybody's. */
export type AssignedFilter = (typeof assignedFilters)[number];

export const ticketStatuses = ['unopened', ...incidentStates, 'resolved', 'closed'] as const;
/** Where a ticket stands. `unopened`: the signal has never had an incident, so no number yet. */
export type TicketStatus = (typeof ticketStatuses)[number];

export const healthStates = [
  'suppressed',
  'onboarding',
  'disconnected',
  'unhealthy',
  'healthy',
] as const;
/** Health of a room, in order of precedence: the first that matches wins. */
export type Health = (typeof healthStates)[number];

export const meetingModes = ['teams', 'sfb', 'both'] as const;
export type MeetingMode = (typeof meetingModes)[number];

export const enrolmentStates = ['onboarding', 'enrolled', 'retired'] as const;
export type Enrolment = (typeof enrolmentStates)[number];

export const disconnectedReasons = ['neverConnected', 'noTelemetry', 'rejectedTelemetry'] as const;
export type DisconnectedReason = (typeof disconnectedReasons)[number];

export const remediations = [
  'restartApp',
  'restartDevice',
  'cleanUp',
  'update',
  'collectLogs',
] as const;
/** What the platform may try on a device by itself. */
export type Remediation = (typeof remediations)[number];

/** What became of a remediation that was handed out; `expired`: no result came in time. */
export const remediationOutcomes = ['succeeded', 'failed', 'refused', 'expired'] as const;
export type RemediationOutcome = (typeof remediationOutcomes)[number];

export const roles = ['viewer', 'technician', 'lead', 'manager'] as const;
export type Role = (typeof roles)[number];

/** A person who acts: who they are, what they may do, and for which room groups. */
export type Person = {
  readonly kind: 'person';
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Room groups this person works for. A manager's are not looked at: a manager sees all. */
  readonly groups: readonly string[];
};

/** The product itself: telemetry, the sweep, expiry. It may do only what the lifecycle says. */
export type Platform = { readonly kind: 'platform' };

export type Actor = Person | Platform;

/** How a person is remembered in documents: enough to name them, nothing to authorise them. */
export type PersonRef = { readonly id: string; readonly name: string };

export const entryPoints = ['card', 'chat', 'tab', 'platform'] as const;
/** The way an action came in; kept in the audit trail. */
export type EntryPoint = (typeof entryPoints)[number];

/** Kinds of content that a browser may show of an attachment. */
export type Preview = 'image' | 'video';

/** `1042-7`: the room's number and the ordinal of the signal's ticket in that room. Never reused. */
export type TicketNumber = `${number}-${number}`;
