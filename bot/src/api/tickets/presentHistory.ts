/** The history of a signal and of a whole room, with one sentence a line. */
import {
  type Change,
  formatChange,
  type ReaderZone,
  type RoomEvent,
  type Rules,
  type SignalId,
  signalLabel,
} from '@rooms-pro/core';
import type { HistoryEntry, RoomHistoryEntry, TicketMessage } from '@rooms-pro/core/contracts';

/** One line per change of this signal, newest first. */
export function presentHistory(
  events: readonly RoomEvent[],
  signal: SignalId,
  rules: Rules,
  timeZone: ReaderZone,
): HistoryEntry[] {
  return events.flatMap((event) =>
    changesOf(event, signal)
      .map((change) => entryOf(event, change, rules, timeZone))
      .reverse(),
  );
}

/**
 * The changes in the history of a room: its state, versions, devices and suppressions, failures and
 * recoveries, and responses of people. All other changes are in the history of their ticket.
 */
const roomHistoryTypes: ReadonlySet<Change['type']> = new Set<Change['type']>([
  'room.registered',
  'room.enrolled',
  'room.retired',
  'room.connected',
  'room.disconnected',
  'room.suppressed',
  'room.unsuppressed',
  'room.changed',
  'device.removed',
  'device.moved',
  'device.clockChanged',
  'device.rejected',
  'device.accepted',
  'outage.joined',
  'outage.left',
  'app.restarted',
  'software.changed',
  'reading.changed',
  'reading.rejected',
  'signal.suppressed',
  'signal.unsuppressed',
  'incident.missed',
  'incident.opened',
  'incident.reactivated',
  'incident.escalated',
  'incident.responded',
  'fix.verified',
  'fix.failed',
  'incident.flapping',
  'incident.resolved',
  'remediation.ended',
]);

/**
 * A device that starts reports every signal as healthy for the first time. These lines are left
 * out.
 */
function isFirstHealthyReport(change: Change): boolean {
  return (
    change.type === 'reading.changed' && change.before === null && change.after !== 'unhealthy'
  );
}

/** The lines of a room's history, newest first. */
export function presentRoomHistory(
  events: readonly RoomEvent[],
  rules: Rules,
  timeZone: ReaderZone,
): RoomHistoryEntry[] {
  return events.flatMap((event) =>
    event.changes
      .filter((change) => roomHistoryTypes.has(change.type) && !isFirstHealthyReport(change))
      .map(
        (change): RoomHistoryEntry => ({
          ...entryOf(event, change, rules, timeZone),
          revision: event.revision,
          about:
            'ticket' in change
              ? { ticket: change.ticket, label: signalLabel(rules, change.signal) }
              : null,
        }),
      )
      .reverse(),
  );
}

/** The conversation, oldest first: messages and the notes of responses. */
export function presentMessages(events: readonly RoomEvent[], signal: SignalId): TicketMessage[] {
  const messages = events.flatMap((event) =>
    changesOf(event, signal).flatMap((change): TicketMessage[] => {
      const isResponse = change.type === 'incident.responded';
      if (!isResponse && change.type !== 'message.posted') return [];
      const text = isResponse ? change.notes : change.text;
      return [{ at: event.at, by: nameOf(event), via: event.via, text, isResponse }];
    }),
  );
  return messages.reverse();
}

function entryOf(
  event: RoomEvent,
  change: Change,
  rules: Rules,
  timeZone: ReaderZone,
): HistoryEntry {
  const { sentence, note } = formatChange(withFirst(event, change), rules, timeZone);
  return {
    type: change.type,
    at: event.at,
    episode: 'episode' in change ? change.episode : null,
    by: nameOf(event),
    via: event.via,
    sentence,
    note,
  };
}

function changesOf(event: RoomEvent, signal: SignalId): Change[] {
  return event.changes.filter((change) => 'signal' in change && change.signal === signal);
}

function nameOf(event: RoomEvent): string {
  return event.by === 'platform' ? 'Platform' : event.by.name;
}

/**
 * Earlier versions did not mark the first contact. In their events, the first contact is the time
 * at which a discovered room began.
 */
function withFirst({ at }: RoomEvent, change: Change): Change {
  const isFirst = change.type === 'room.connected' && change.disconnectedSince === at;
  return isFirst ? { ...change, isFirst: true } : change;
}
