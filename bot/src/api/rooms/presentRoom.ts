/** One room as the tab shows it. */
import {
  allowedRoomActions,
  type Device,
  expectedSignals,
  findRecord,
  type Instant,
  type Person,
  type Room,
  type Rules,
  remediationLabels,
  signalLabel,
  signalRecords,
} from '@rooms-pro/core';
import type {
  DeviceRow,
  OutageRow,
  PendingRow,
  RoomDetail,
  RoomRow,
} from '@rooms-pro/core/contracts';
import { incidentRow } from '../../fleet/queries/rows.ts';
import type { Entry } from '../../fleet/roomEntry.ts';
import { presentSignal } from './presentSignal.ts';

export type RoomParts = {
  readonly entry: Entry;
  readonly row: RoomRow;
  readonly outage: OutageRow | null;
};

/** Everything about one room, with the actions that this person may take. */
export function presentRoom(
  { entry, row, outage }: RoomParts,
  person: Person,
  rules: Rules,
  confirmedAt: Instant,
): RoomDetail {
  const { room } = entry;
  const { connection } = room;
  const expected = expectedSignals(room.expectedDisplays, room.meetingMode);
  const signals = new Set([...expected, ...signalRecords(room).map(([signal]) => signal)]);
  return {
    ...row,
    timeZone: room.timeZone,
    meetingMode: room.meetingMode,
    expectedDisplays: room.expectedDisplays,
    suppression: room.suppression,
    disconnected:
      connection.status === 'disconnected'
        ? { reason: connection.reason, since: connection.since }
        : null,
    rejected: room.rejected ? { reason: room.rejected.reason, since: room.rejected.since } : null,
    outage,
    devices: room.devices.map((device) => presentDevice(device, room)),
    command: presentCommand(room, rules),
    incidents: entry.incidents.map((incident) => incidentRow(incident, person, rules)),
    signals: [...signals].map((signal) => {
      const row = presentSignal(room, signal, person, rules);
      // A retired room must be enrolled again first.
      return room.enrolment === 'retired' ? { ...row, actions: [] } : row;
    }),
    actions: allowedRoomActions(room, person, rules),
    confirmedAt,
  };
}

function presentDevice(device: Device, { clocks }: Room): DeviceRow {
  const { id, appVersion, osVersion, agentVersion, address, restarts, lastRestartAt } = device;
  const { meeting } = device;
  const clockBehindMs = clocks?.[id]?.shiftMs ?? null;
  const versions = { appVersion, osVersion, agentVersion };
  return { id, ...versions, address, restarts, lastRestartAt, meeting, clockBehindMs };
}

function presentCommand(room: Room, rules: Rules): PendingRow | null {
  const { command } = room;
  if (command === null) return null;
  const { remediation, signal, device, by, issuedAt, expiresAt } = command;
  return {
    label: remediationLabels[remediation],
    signal: signalLabel(rules, signal),
    ticket: findRecord(room, signal).ticket?.number ?? null,
    device,
    by,
    issuedAt,
    expiresAt,
  };
}
