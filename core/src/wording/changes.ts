/** Changes as the history tells them: one sentence each, and what a person or device wrote beside it. */
import type { Change } from '../change.ts';
import { labelOf } from '../signals/defaultRules.ts';
import type { Rules } from '../signals/rule.ts';
import { readingLabels, severityLabels, stateLabels } from './labels.ts';
import { asSentence, sayDuration, sayTime, sayUntil } from './time.ts';

/** A line of history. `note` is text as written by a person or a device, never markup. */
export type SaidChange = { readonly sentence: string; readonly note: string | null };

const softwareNames = {
  app: 'App',
  os: 'Operating system',
  agent: 'Monitoring Software',
} as const;

function noted(text: string): string | null {
  return text.trim() === '' ? null : text;
}

function say(sentence: string, note: string | null = null): SaidChange {
  return { sentence, note };
}

type RoomChange = Extract<
  Change,
  { readonly type: `room.${string}` | 'app.restarted' | 'software.changed' }
>;
type SignalChange = Extract<Change, { readonly type: `reading.${string}` | `signal.${string}` }>;
type TicketChange = Exclude<Change, RoomChange | SignalChange>;

function isRoomChange(change: Change): change is RoomChange {
  return (
    change.type.startsWith('room.') ||
    change.type === 'app.restarted' ||
    change.type === 'software.changed'
  );
}

function isSignalChange(change: Change): change is SignalChange {
  return change.type.startsWith('reading.') || change.type.startsWith('signal.');
}

/** What happened, in one sentence; who did it and when stands beside it in the history. */
export function sayChange(change: Change, rules: Rules, timeZone = 'UTC'): SaidChange {
  if (isRoomChange(change)) return sayRoomChange(change, timeZone);
  if (isSignalChange(change)) return saySignalChange(change, rules, timeZone);
  return sayTicketChange(change, rules);
}

function sayRoomChange(change: RoomChange, timeZone: string): SaidChange {
  switch (change.type) {
    case 'room.registered':
      return say(`Room ${change.name} was registered.`);
    case 'room.enrolled':
      return say('The room was enrolled: from now on its incidents open and notify.');
    case 'room.retired':
      return say('The room was retired: it is no longer watched.');
    case 'room.connected':
      return say(
        `Telemetry arrives again, after silence since ${sayTime(change.disconnectedSince, timeZone)}.`,
      );
    case 'room.disconnected':
      return change.reason === 'neverConnected'
        ? say('The room is unmonitored: it has never sent telemetry.')
        : say(
            `No telemetry since ${sayTime(change.since, timeZone)}: the latest health is not known.`,
          );
    case 'room.suppressed':
      return say(
        `The whole room was suppressed ${sayUntil(change.until, timeZone)}.`,
        noted(change.reason),
      );
    case 'room.unsuppressed':
      return say(
        {
          lifted: 'The suppression of the room was lifted.',
          expired: 'The suppression of the room reached its end.',
          recovered: 'The room recovered, which ended its suppression.',
        }[change.because],
      );
    case 'app.restarted':
      return say(`The app restarted at ${sayTime(change.at, timeZone)}.`);
    case 'software.changed':
      return say(
        change.before === null
          ? `${softwareNames[change.what]} version ${change.after} was reported.`
          : `${softwareNames[change.what]} changed from version ${change.before} to ${change.after}.`,
      );
    default:
      return change satisfies never;
  }
}

function saySignalChange(change: SignalChange, rules: Rules, timeZone: string): SaidChange {
  const label = labelOf(rules, change.signal);
  switch (change.type) {
    case 'reading.changed': {
      const state = readingLabels[change.after].toLowerCase();
      const was = change.before === null ? 'was first reported as' : 'became';
      return say(`${label} ${was} ${state}.`, noted(change.detail));
    }
    case 'reading.late':
      return say(
        `A reading of ${sayTime(change.observedAt, timeZone)} came late and was kept without effect: ${label} ${readingLabels[change.state].toLowerCase()}.`,
        noted(change.detail),
      );
    case 'signal.suppressed':
      return say(
        `${label} was suppressed ${sayUntil(change.until, timeZone)}.`,
        noted(change.reason),
      );
    case 'signal.unsuppressed':
      return say(
        {
          lifted: `The suppression of ${label} was lifted.`,
          expired: `The suppression of ${label} reached its end.`,
          recovered: `${label} recovered, which ended its suppression.`,
        }[change.because],
      );
    default:
      return change satisfies never;
  }
}

function sayTicketChange(change: TicketChange, rules: Rules): SaidChange {
  switch (change.type) {
    case 'incident.opened':
    case 'incident.reactivated': {
      const what = change.type === 'incident.opened' ? 'Incident opened' : 'Failed again';
      const severity = severityLabels[change.severity].toLowerCase();
      const state = stateLabels[change.state].toLowerCase();
      return say(`${what} (${severity}, ${state}). ${asSentence(change.reason.sentence)}`.trim());
    }
    case 'incident.needsAction':
      return say(`Needs action. ${asSentence(change.reason)}`.trim());
    case 'incident.investigating':
      return say('Sent back to the platform for investigation.');
    case 'incident.escalated':
      return say(`The warning became important. ${asSentence(change.reason)}`.trim());
    case 'incident.responded':
      return say('Responded.', noted(change.notes));
    case 'incident.assigned':
      return say(
        change.before === null
          ? `Assigned to ${change.after.name}.`
          : `Assigned to ${change.after.name}, until then to ${change.before.name}.`,
      );
    case 'incident.unassigned':
      return say(`No longer assigned to ${change.before.name}.`);
    case 'incident.resolved':
      return say(`Resolved. ${asSentence(change.because)}`.trim());
    case 'message.posted':
      return say('Message written.', noted(change.text));
    case 'ticket.closed':
      return say(`Closed after ${sayDuration(rules.closesAfterMs)} without a new failure.`);
    default:
      return change satisfies never;
  }
}
