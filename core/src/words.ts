/**
 * The product's vocabulary as types. Every package uses these words and no others.
 * Times are ISO 8601 UTC strings in interfaces and documents; durations are in milliseconds.
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
/** The subject of a signal; the tab groups a room's signals by it. */
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
/** A kind of signal; each has one rule. */
export type SignalType = (typeof signalTypes)[number];

/** A signal of one room: its type, and its instance where a room can have several (`display:1`). */
export type SignalId = Exclude<SignalType, 'display'> | `display:${number | 'console'}`;

export const readingStates = ['healthy', 'unhealthy', 'notApplicable'] as const;
export type ReadingState = (typeof readingStates)[number];

/** One observation of one signal at one time. */
export type Reading = {
  readonly signal: SignalId;
  readonly state: ReadingState;
  /** The observation in the device's words; untrusted text, at most 500 characters. */
  readonly detail: string;
  readonly observedAt: Instant;
  /** When the device last confirmed the state, where `observedAt` is the start of the state. */
  readonly stoodAt?: Instant;
  /** The milliseconds that were added to the device's own times to get these; absent: none. */
  readonly shiftMs?: number;
};

export const severities = ['important', 'warning'] as const;
export type Severity = (typeof severities)[number];

export const incidentStates = ['systemInvestigating', 'needsAction'] as const;
/** The state of an open incident: the platform investigates it, or people must act. */
export type IncidentState = (typeof incidentStates)[number];

export const assignedFilters = ['mine', 'unassigned'] as const;
/** Which incidents a list shows: the reader's, or those without an assignee. Absent: all. */
export type AssignedFilter = (typeof assignedFilters)[number];

export const ticketStatuses = ['unopened', ...incidentStates, 'resolved', 'closed'] as const;
/** The status of a ticket. `unopened`: the signal has never had an incident, so no number yet. */
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
/** The commands with which the platform can remedy a fault of a device. */
export type Remediation = (typeof remediations)[number];

/** The outcome of a remediation; `expired`: no result arrived in time. */
export const remediationOutcomes = ['succeeded', 'failed', 'refused', 'expired'] as const;
export type RemediationOutcome = (typeof remediationOutcomes)[number];

export const roles = ['viewer', 'technician', 'lead', 'manager'] as const;
export type Role = (typeof roles)[number];

/** A person who acts: identity, role and room groups. */
export type Person = {
  readonly kind: 'person';
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** The room groups that this person works for. A manager sees all rooms, so a manager's groups do not matter. */
  readonly groups: readonly string[];
};

/** The product itself: telemetry, the sweep, expiry. Only the lifecycle limits its actions. */
export type Platform = { readonly kind: 'platform' };

export type Actor = Person | Platform;

/** A person in a document: enough to name the person, nothing that authorises. */
export type PersonRef = { readonly id: string; readonly name: string };

export const entryPoints = ['card', 'chat', 'tab', 'platform'] as const;
/** The interface through which a person acted; stored in the audit trail. */
export type EntryPoint = (typeof entryPoints)[number];

/** The kinds of attachments that a browser may show. */
export type Preview = 'image' | 'video';

/** `1042-7`: the room's number and the ordinal of the signal's ticket in that room. Never reused. */
export type TicketNumber = `${number}-${number}`;
