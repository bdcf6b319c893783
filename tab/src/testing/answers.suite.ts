/** Responses of the server about a person and about lists, according to the contract. */
import type { PersonRef, Response, Role, Suppression } from '@rooms-pro/core';
import type {
  IncidentRow,
  IncidentsAnswer,
  ListRow,
  Me,
  OutageRow,
  RoomRow,
  RoomsAnswer,
  SummaryAnswer,
} from '@rooms-pro/core/contracts';
import { minutesAgo, now } from './times.suite.ts';

/** The person who acts in every test. */
export const mara: PersonRef = { id: 'mara', name: 'Mara Lindqvist' };
export const ines: PersonRef = { id: 'ines', name: 'Inês Duarte' };

export function aMe(role: Role = 'manager', me: Partial<Me> = {}): Me {
  const person = { ...mara, role, groups: [] };
  return { person, people: [], embedded: false, access: 'granted', pace: 1, ...me };
}

const noRooms = { healthy: 0, unhealthy: 0, disconnected: 0, suppressed: 0, onboarding: 0 };

export function aSummary(summary: Partial<SummaryAnswer> = {}): SummaryAnswer {
  return {
    needsAction: 0,
    systemInvestigating: 0,
    open: 0,
    mine: 0,
    unassigned: 0,
    byCategory: [],
    topIssues: [],
    rooms: noRooms,
    warnings: 0,
    buildings: [],
    groups: [],
    outages: [],
    confirmedAt: now,
    ...summary,
  };
}

/** A camera in Marble that has failed for an hour. */
export function anIncident(row: Partial<IncidentRow> = {}): IncidentRow {
  return {
    ticket: '1001-1',
    signal: 'camera',
    label: 'Camera',
    category: 'camera',
    severity: 'important',
    state: 'needsAction',
    isMisconfiguration: false,
    isFlapping: false,
    roomId: 'room-1001',
    room: 'Marble 4.07',
    building: 'Quay House',
    floor: '4',
    openedAt: minutesAgo(60),
    activatedAt: minutesAgo(60),
    impact: 'People at the far end see nobody.',
    recommendedAction: 'Plug the camera in again.',
    detail: '',
    assignee: null,
    assignedAt: null,
    response: null,
    suppression: null,
    actions: ['respond', 'assign', 'suppress'],
    ...row,
  };
}

/** Two rooms of Pier West that have been disconnected for a quarter of an hour. */
export function anOutage(row: Partial<OutageRow> = {}): OutageRow {
  return {
    id: 'outage-3',
    label: 'Outage',
    category: 'connection',
    severity: 'important',
    state: 'needsAction',
    place: 'Pier West',
    building: 'Pier West',
    floor: '',
    rooms: 2,
    since: minutesAgo(15),
    openedAt: minutesAgo(15),
    activatedAt: minutesAgo(15),
    impact: 'Nobody knows how these rooms are.',
    recommendedAction: 'Look at the switch.',
    assignee: null,
    assignedAt: null,
    response: null,
    isSuppressed: false,
    actions: ['respond', 'assign'],
    ...row,
  };
}

export function incidentsOf(
  rows: readonly ListRow[],
  total: number = rows.length,
): IncidentsAnswer {
  return { total, rows, confirmedAt: now };
}

export function aRoomRow(row: Partial<RoomRow> = {}): RoomRow {
  return {
    roomId: 'room-1001',
    number: 1001,
    name: 'Marble 4.07',
    building: 'Quay House',
    floor: '4',
    capacity: 8,
    groups: ['Quay House'],
    enrolment: 'enrolled',
    health: 'healthy',
    because: 'All signals are healthy.',
    healthSince: minutesAgo(120),
    important: 0,
    warnings: 0,
    misconfigured: null,
    lastSeenAt: minutesAgo(3),
    ...row,
  };
}

export function roomsOf(rows: readonly RoomRow[], answer: Partial<RoomsAnswer> = {}): RoomsAnswer {
  return { total: rows.length, counts: noRooms, retired: 0, rows, confirmedAt: now, ...answer };
}

export function aSuppression(suppression: Partial<Suppression> = {}): Suppression {
  return {
    by: ines,
    at: minutesAgo(30),
    until: { kind: 'lifted' },
    reason: '',
    isReminded: false,
    missed: [],
    ...suppression,
  };
}

export function aResponse(response: Partial<Response> = {}): Response {
  return { by: ines, at: minutesAgo(20), notes: 'Plugged it in again.', ...response };
}
