/** Labels on screens: one for each word of the vocabulary. */
import type { SuppressForChoice, TextKind } from '../limits.ts';
import type {
  AssignedFilter,
  Category,
  DisconnectedReason,
  EntryPoint,
  Health,
  IncidentState,
  MeetingMode,
  ReadingState,
  Remediation,
  RemediationOutcome,
  Severity,
  TicketStatus,
} from '../words.ts';

export const categoryLabels: Readonly<Record<Category, string>> = {
  display: 'Display',
  audio: 'Audio',
  camera: 'Camera',
  ingest: 'Ingest',
  signin: 'Sign-in',
  proximity: 'Proximity',
  app: 'App',
  software: 'Software',
  storage: 'Storage',
  security: 'Security',
  connection: 'Connection',
  report: 'Report',
};

/** The meeting services of a room. */
export const meetingModeLabels: Readonly<Record<MeetingMode, string>> = {
  teams: 'Teams',
  sfb: 'Skype for Business',
  both: 'Teams and Skype for Business',
};

export const severityLabels: Readonly<Record<Severity, string>> = {
  important: 'Important',
  warning: 'Warning',
};

export const stateLabels: Readonly<Record<IncidentState, string>> = {
  systemInvestigating: 'System investigating',
  needsAction: 'Needs action',
};

/** The filters of incidents by assignee; a screen shows *All* beside them. */
export const assignedLabels: Readonly<Record<AssignedFilter, string>> = {
  mine: 'Mine',
  unassigned: 'Unassigned',
};

export const statusLabels: Readonly<Record<TicketStatus, string>> = {
  unopened: 'No incident yet',
  ...stateLabels,
  resolved: 'Resolved',
  closed: 'Closed',
};

export const healthLabels: Readonly<Record<Health, string>> = {
  suppressed: 'Suppressed',
  onboarding: 'Onboarding',
  disconnected: 'Disconnected',
  unhealthy: 'Unhealthy',
  healthy: 'Healthy',
};

/** The label of a room's health; a room that never sent telemetry is shown as Unmonitored. */
export function healthLabel(health: Health, reason: DisconnectedReason | null): string {
  return health === 'disconnected' && reason === 'neverConnected'
    ? 'Unmonitored'
    : healthLabels[health];
}

export const readingLabels: Readonly<Record<ReadingState | 'unknown', string>> = {
  healthy: 'Healthy',
  unhealthy: 'Unhealthy',
  notApplicable: 'Not applicable',
  unknown: 'Unknown',
};

export const remediationLabels: Readonly<Record<Remediation, string>> = {
  restartApp: 'Restart app',
  restartDevice: 'Restart device',
  cleanUp: 'Clean up',
  update: 'Update',
  collectLogs: 'Collect logs',
};

/** The results of a remediation whose incident stays open. */
export const outcomeLabels: Readonly<Record<RemediationOutcome, string>> = {
  succeeded: 'done, did not help',
  failed: 'failed',
  refused: 'refused',
  expired: 'no result arrived',
};

export const entryPointLabels: Readonly<Record<EntryPoint, string>> = {
  card: 'card',
  chat: 'chat',
  tab: 'tab',
  platform: 'platform',
};

/** The durations of a suppression that a person can choose. */
export const suppressForLabels: Readonly<Record<SuppressForChoice, string>> = {
  '1h': '1 hour',
  '8h': '8 hours',
  '1d': '1 day',
  '7d': '7 days',
  recovery: 'Until it recovers',
  lifted: 'Until it is lifted',
};

/** How sentences name the text that a person wrote. */
export const textLabels: Readonly<Record<TextKind, string>> = {
  notes: 'Your notes',
  message: 'Your message',
  reason: 'Your reason',
  report: 'Your report',
};

/** The location of a room in one line: `Alster House · Floor 4`. A floor with only a number gets the word `Floor`. */
export function formatLocation({ building, floor }: { building: string; floor: string }): string {
  const named = /^-?\d+$/.test(floor) ? `Floor ${floor}` : floor;
  return [building, named].filter((part) => part !== '').join(' · ');
}
