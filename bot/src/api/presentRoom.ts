/** One room as the tab shows it. */
import {
  allowedActions,
  allowedRoomActions,
  effectiveSuppression,
  expectedSignals,
  type Instant,
  labelOf,
  type Person,
  type Rules,
  recordOf,
  recordsOf,
  ruleFor,
  type SignalId,
  statusOf,
} from '@rooms-pro/core';
import type { RoomDetail, RoomRow, SignalRow } from '@rooms-pro/core/contracts';
import type { Entry } from '../fleet/entry.ts';
import { incidentRow } from '../fleet/rows.ts';

/** Everything about one room, with what this person may do. */
export function presentRoom(
  entry: Entry,
  row: RoomRow,
  person: Person,
  rules: Rules,
  confirmedAt: Instant,
): RoomDetail {
  const { room } = entry;
  const device = room.devices[0];
  const { connection } = room;
  const expected = expectedSignals(room.expectedDisplays, room.meetingMode);
  const signals = new Set([...expected, ...recordsOf(room).map(([signal]) => signal)]);
  return {
    ...row,
    timeZone: room.timeZone,
    meetingMode: room.meetingMode,
    suppression: room.suppression,
    disconnected:
      connection.status === 'disconnected'
        ? { reason: connection.reason, since: connection.since }
        : null,
    device: device
      ? {
          id: device.id,
          appVersion: device.appVersion,
          osVersion: device.osVersion,
          restarts: device.restarts,
        }
      : null,
    incidents: entry.incidents.map((incident) => incidentRow(incident, person, rules)),
    signals: [...signals].map((signal) => presentSignal(entry, signal, person, rules)),
    actions: allowedRoomActions(room, person),
    confirmedAt,
  };
}

function presentSignal(entry: Entry, signal: SignalId, person: Person, rules: Rules): SignalRow {
  const { room } = entry;
  const record = recordOf(room, signal);
  const rule = ruleFor(rules, signal);
  const isKnown = record.state !== 'unknown';
  return {
    signal,
    label: labelOf(rules, signal),
    category: rule.category,
    severity: record.ticket?.severity ?? rule.severity,
    state: record.state,
    detail: record.detail,
    since: isKnown ? record.since : null,
    ticket: record.ticket?.number ?? null,
    status: statusOf(record),
    suppression: effectiveSuppression(room, signal),
    actions: allowedActions(room, signal, person, rules),
  };
}
