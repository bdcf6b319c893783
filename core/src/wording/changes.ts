/** The sentences of the history: one for each change, with the text of a person or a device beside it. */
import type { Change, SuppressionTerms } from '../change.ts';
import type { RoomProfile } from '../room.ts';
import { signalLabel } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import { formatReporter, isHeartbeatSource } from '../signals/sourceNames.ts';
import { type DeviceChange, formatDeviceChange, isDeviceChange } from './deviceChanges.ts';
import { readingLabels, remediationLabels, severityLabels, stateLabels } from './labels.ts';
import { formatSize } from './size.ts';
import { asSentence, formatDuration, formatTime, formatUntil, type ReaderZone } from './time.ts';

/** A line of history. `note` is the text of a person or a device, never markup. */
export type FormattedChange = { readonly sentence: string; readonly note: string | null };

function noteOf(text: string): string | null {
  return text.trim() === '' ? null : text;
}

function line(sentence: string, note: string | null = null): FormattedChange {
  return { sentence, note };
}

type RoomChange = Extract<
  Change,
  {
    readonly type: `room.${string}` | `outage.${string}`;
  }
>;
type SignalChange = Extract<
  Change,
  { readonly type: `reading.${string}` | `signal.${string}` | 'incident.missed' }
>;
type TicketChange = Exclude<Change, RoomChange | DeviceChange | SignalChange>;

function isRoomChange(change: Change): change is RoomChange {
  return /^(?:room|outage)\./.test(change.type);
}

function isSignalChange(change: Change): change is SignalChange {
  const isOfSignal = /^(?:reading|signal)\./.test(change.type) || change.type === 'incident.missed';
  return isOfSignal && 'signal' in change;
}

/** The sentence for a change that a newer version of the product wrote. After a rollback, the history still contains it. */
const unknownChange = line('This version of the product cannot describe this change.');

/** A change in one sentence. The history shows its time and its actor beside it. */
export function formatChange(
  change: Change,
  rules: Rules,
  timeZone: ReaderZone = { named: 'UTC' },
): FormattedChange {
  if (isRoomChange(change)) return formatRoomChange(change, timeZone);
  if (isDeviceChange(change))
    return line(formatDeviceChange(change, timeZone) ?? unknownChange.sentence);
  if (isSignalChange(change)) return formatSignalChange(change, rules, timeZone);
  return formatTicketChange(change, rules);
}

function formatRoomChange(change: RoomChange, timeZone: ReaderZone): FormattedChange {
  switch (change.type) {
    case 'room.registered':
      return line(`Room ${change.name} was registered.`);
    case 'room.enrolled':
      return line('The room was enrolled: from now on its incidents open and notify.');
    case 'room.retired':
      return line('The room was retired: it is no longer watched.');
    case 'room.connected':
      return change.isFirst
        ? line('The first telemetry arrived: the room is connected.')
        : line(
            `Telemetry arrives again. The room was disconnected since ${formatTime(change.disconnectedSince, timeZone)}.`,
          );
    case 'room.disconnected':
      return line(formatDisconnected(change, timeZone));
    case 'room.suppressed':
      return line(
        `The whole room was suppressed ${formatUntil(change.until, timeZone)}.`,
        noteOf(change.reason),
      );
    case 'room.unsuppressed':
      return line(
        {
          lifted: 'The suppression of the room was lifted.',
          expired: 'The suppression of the room reached its end.',
          recovered: 'The room recovered, which ended its suppression.',
        }[change.because],
      );
    case 'room.suppressionReminded':
      return line(`The suppression of the room ends at ${formatTime(change.until, timeZone)}.`);
    case 'room.suppressionChanged':
      return line(
        `The suppression of the room now lasts ${formatTerms(change, timeZone)}.`,
        noteOf(change.after.reason),
      );
    case 'room.changed':
      return line(`${capitalised(formatProfile(change.after))} changed.`);
    case 'outage.joined':
      return line('Other rooms nearby disconnected, too: together they are one outage.');
    case 'outage.left':
      return line('The room left the outage.');
    default:
      change satisfies never;
      return unknownChange;
  }
}

function formatDisconnected(
  { reason, since }: Extract<Change, { readonly type: 'room.disconnected' }>,
  timeZone: ReaderZone,
): string {
  switch (reason) {
    case 'neverConnected':
      return 'The room is unmonitored: it has never sent telemetry.';
    case 'noTelemetry':
      return `No telemetry since ${formatTime(since, timeZone)}: the latest health is not known.`;
    case 'rejectedTelemetry':
      return `All telemetry since ${formatTime(since, timeZone)} was rejected: the latest health is not known.`;
  }
}

/** The present end, with the earlier end where it differs. */
function formatTerms(
  { before, after }: { readonly before: SuppressionTerms; readonly after: SuppressionTerms },
  timeZone: ReaderZone,
): string {
  const [was, is] = [before, after].map(({ until }) => formatUntil(until, timeZone));
  return was === is ? `${is}, as before` : `${is}, before ${was}`;
}

function formatSignalChange(
  change: SignalChange,
  rules: Rules,
  timeZone: ReaderZone,
): FormattedChange {
  const label = signalLabel(rules, change.signal);
  switch (change.type) {
    case 'reading.changed': {
      const state = readingLabels[change.after].toLowerCase();
      const was = change.before === null ? 'was first reported as' : 'became';
      return line(`${label} ${was} ${state}.`, noteOf(change.detail));
    }
    case 'reading.late':
      return line(
        `A reading of ${formatTime(change.observedAt, timeZone)} arrived late and has no effect: ${label} ${readingLabels[change.state].toLowerCase()}.`,
        noteOf(change.detail),
      );
    case 'reading.rejected':
      return line(
        `The report of device ${change.device} about ${label} was rejected: its state is unknown. ${change.reason}`,
      );
    case 'signal.confirmationResumed':
      return line(
        `${label} is still unhealthy. The ${formatDuration(change.pausedMs)} in which the platform received nothing from the device do not count.`,
      );
    case 'reading.outweighed':
      return line(
        change.signal === 'connection'
          ? `Device ${change.device} is reported offline. The room stays connected: it has another device.`
          : `${formatReports(change.device)} ${label} ${readingLabels[change.state].toLowerCase()}; the worst of the ${isHeartbeatSource(change.device) ? 'sources' : 'devices'} counts.`,
        noteOf(change.detail),
      );
    case 'incident.missed':
      return line(`Suppressed: no incident opened. ${asSentence(change.reason.sentence)}`.trim());
    case 'signal.suppressionReminded':
      return line(`The suppression of ${label} ends at ${formatTime(change.until, timeZone)}.`);
    case 'signal.suppressionChanged':
      return line(
        `The suppression of ${label} now lasts ${formatTerms(change, timeZone)}.`,
        noteOf(change.after.reason),
      );
    case 'signal.suppressed':
      return line(
        `${label} was suppressed ${formatUntil(change.until, timeZone)}.`,
        noteOf(change.reason),
      );
    case 'signal.unsuppressed':
      return line(
        {
          lifted: `The suppression of ${label} was lifted.`,
          expired: `The suppression of ${label} reached its end.`,
          recovered: `${label} recovered, which ended its suppression.`,
        }[change.because],
      );
    default:
      change satisfies never;
      return unknownChange;
  }
}

function formatTicketChange(change: TicketChange, rules: Rules): FormattedChange {
  switch (change.type) {
    case 'incident.opened':
    case 'incident.reactivated': {
      const what = change.type === 'incident.opened' ? 'Incident opened' : 'Failed again';
      const severity = severityLabels[change.severity].toLowerCase();
      const state = stateLabels[change.state].toLowerCase();
      return line(`${what} (${severity}, ${state}). ${asSentence(change.reason.sentence)}`.trim());
    }
    case 'incident.needsAction':
      return line(`Needs action. ${asSentence(change.reason)}`.trim());
    case 'incident.investigating':
      return line('Sent back to the platform for investigation.');
    case 'incident.escalated':
      return line(`The warning became important. ${asSentence(change.reason)}`.trim());
    case 'incident.responded':
      return line('Responded.', noteOf(change.notes));
    case 'incident.assigned':
      return line(
        change.before === null
          ? `Assigned to ${change.after.name}.`
          : `Assigned to ${change.after.name}, taken over from ${change.before.name}.`,
      );
    case 'incident.unassigned':
      return line(`No longer assigned to ${change.before.name}.`);
    case 'incident.resolved':
      return line(`Resolved. ${asSentence(change.because)}`.trim());
    case 'incident.correlated':
      return line(
        change.rooms === 0
          ? 'No other room of the building has the same issue.'
          : `In the building ${change.rooms} other ${change.rooms === 1 ? 'room has' : 'rooms have'} the same issue.`,
      );
    case 'incident.flapping':
      return line(
        `Flapping: ${change.changes} changes within ${formatDuration(rules.flapping.withinMs)}. It stays open until it has been quiet for ${formatDuration(rules.flapping.quietForMs)}.`,
      );
    case 'incident.calmed':
      return line(`No longer flapping: quiet for ${formatDuration(rules.flapping.quietForMs)}.`);
    case 'fix.verified':
      return line(`Verified healthy after the response of ${change.respondedBy.name}.`);
    case 'fix.failed':
      return line(`The response of ${change.respondedBy.name} did not hold: still unhealthy.`);
    case 'remediation.started':
    case 'remediation.ended':
      return formatRemediation(change);
    case 'message.posted':
      return line('Message written.', noteOf(change.text));
    case 'attachment.added':
      return line(`Attached ${change.name} (${formatSize(change.sizeBytes)}).`);
    case 'attachment.removed':
      return line(`Removed the attachment ${change.name} (${formatSize(change.sizeBytes)}).`);
    case 'ticket.closed':
      return line(`Closed after ${formatDuration(rules.closesAfterMs)} without a new failure.`);
    default:
      change satisfies never;
      return unknownChange;
  }
}

function formatRemediation(
  change: Extract<Change, { readonly type: `remediation.${string}` }>,
): FormattedChange {
  const what = remediationLabels[change.remediation];
  if (change.type === 'remediation.started') return line(`${what}: sent to ${change.device}.`);
  const result = {
    succeeded: 'done',
    failed: 'failed',
    refused: 'refused',
    expired: 'no result arrived in time',
  }[change.outcome];
  return line(`${what}: ${result}.`, noteOf(change.detail));
}

const profileNames: Readonly<Record<keyof RoomProfile, string>> = {
  name: 'name',
  building: 'building',
  floor: 'floor',
  capacity: 'capacity',
  groups: 'groups',
  timeZone: 'time zone',
  meetingMode: 'meeting mode',
  expectedDisplays: 'number of displays',
};

function profileName(key: string): string {
  return profileNames[key as keyof RoomProfile] ?? key;
}

/** The names of the members of a profile: `building, floor and time zone`. */
export function formatProfile(profile: Partial<RoomProfile>): string {
  return new Intl.ListFormat('en-GB').format(Object.keys(profile).map(profileName));
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function formatReports(source: string): string {
  return isHeartbeatSource(source)
    ? `${formatReporter(source)} show`
    : `Device ${formatReporter(source)} reports`;
}
