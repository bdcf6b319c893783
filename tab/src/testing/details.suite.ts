/** Responses of the server about one room, one ticket and one outage. */
import type {
  DeviceRow,
  HistoryEntry,
  OutageDetail,
  OutageRoomRow,
  RoomDetail,
  RoomHistoryEntry,
  RoomPastAnswer,
  SignalRow,
  TicketAttachment,
  TicketDetail,
  TicketMessage,
} from '@rooms-pro/core/contracts';
import { anOutage, aRoomRow } from './answers.suite.ts';
import { minutesAgo, now } from './times.suite.ts';

export function aSignal(row: Partial<SignalRow> = {}): SignalRow {
  return {
    signal: 'camera',
    label: 'Camera',
    category: 'camera',
    severity: 'important',
    state: 'healthy',
    detail: '',
    isWatched: true,
    sources: ['the device'],
    since: minutesAgo(60),
    ticket: null,
    status: 'unopened',
    updatedAt: null,
    isMisconfiguration: false,
    suppression: null,
    others: [],
    actions: [],
    ...row,
  };
}

export function aDevice(row: Partial<DeviceRow> = {}): DeviceRow {
  return {
    id: 'mtr-1001',
    appVersion: '5.3.1',
    osVersion: '10.0.26100',
    agentVersion: '1.4.0',
    address: '10.4.0.7',
    restarts: 0,
    lastRestartAt: null,
    meeting: null,
    clockBehindMs: 0,
    ...row,
  };
}

export function aRoom(room: Partial<RoomDetail> = {}): RoomDetail {
  return {
    ...aRoomRow(),
    timeZone: 'Europe/Berlin',
    meetingMode: 'teams',
    expectedDisplays: 2,
    suppression: null,
    disconnected: null,
    rejected: null,
    outage: null,
    devices: [],
    command: null,
    incidents: [],
    signals: [],
    actions: [],
    confirmedAt: now,
    ...room,
  };
}

export function aPast(past: Partial<RoomPastAnswer> = {}): RoomPastAnswer {
  return {
    days: 90,
    from: minutesAgo(60 * 24 * 90),
    isCut: false,
    failures: [],
    versions: [],
    peripherals: [],
    responses: [],
    ...past,
  };
}

export function aTicket(ticket: Partial<TicketDetail> = {}): TicketDetail {
  return {
    number: '1001-1',
    roomId: 'room-1001',
    room: 'Marble 4.07',
    building: 'Quay House',
    floor: '4',
    signal: 'camera',
    label: 'Camera',
    category: 'camera',
    severity: 'important',
    status: 'needsAction',
    episode: 1,
    activation: 1,
    openedAt: minutesAgo(60),
    activatedAt: minutesAgo(60),
    resolvedAt: null,
    resolvedBecause: null,
    reason: { sentence: 'The camera was unhealthy for 5 min.', ruleVersion: '3' },
    impact: 'People at the far end see nobody.',
    description: 'The camera of the room does not respond.',
    causes: [],
    resolutions: [],
    recommendedAction: 'Plug the camera in again.',
    advice: null,
    detail: '',
    signalState: 'unhealthy',
    isMisconfiguration: false,
    resolvedBy: 'telemetry',
    disconnectedSince: null,
    investigatesUntil: null,
    escalatesAt: null,
    assignee: null,
    assignedAt: null,
    response: null,
    proof: null,
    attempts: [],
    neighbours: null,
    flapping: null,
    remediations: [],
    assignees: [],
    suppression: null,
    actions: ['respond', 'message', 'attach', 'assign'],
    history: [],
    messages: [],
    attachments: [],
    confirmedAt: now,
    ...ticket,
  };
}

export function aMessage(message: Partial<TicketMessage> = {}): TicketMessage {
  return {
    at: minutesAgo(5),
    by: 'Inês Duarte',
    via: 'chat',
    text: 'I am on my way.',
    isResponse: false,
    ...message,
  };
}

export function anAttachment(attachment: Partial<TicketAttachment> = {}): TicketAttachment {
  return {
    id: 'a1',
    name: 'screen.png',
    sizeBytes: 2048,
    at: minutesAgo(5),
    by: 'Inês Duarte',
    via: 'tab',
    preview: 'image',
    mayRemove: true,
    ...attachment,
  };
}

export function anEntry(entry: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    type: 'incident.opened',
    at: minutesAgo(60),
    episode: 1,
    by: 'The platform',
    via: 'platform',
    sentence: 'The incident opened.',
    note: null,
    ...entry,
  };
}

export function aRoomEntry(entry: Partial<RoomHistoryEntry> = {}): RoomHistoryEntry {
  return { ...anEntry(), revision: 1, about: null, ...entry };
}

export function anOutageRoom(row: Partial<OutageRoomRow> = {}): OutageRoomRow {
  return {
    roomId: 'room-1004',
    room: 'Opal 4.01',
    building: 'Pier West',
    floor: '4',
    since: minutesAgo(15),
    ticket: null,
    isSuppressed: false,
    ...row,
  };
}

export function anOutageDetail(outage: Partial<OutageDetail> = {}): OutageDetail {
  return {
    ...anOutage(),
    endedAt: null,
    disconnected: [],
    remaining: [],
    assignees: [],
    history: [],
    confirmedAt: now,
    ...outage,
  };
}
