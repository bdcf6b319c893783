/** A room with an open incident, and what the API returns about it. */
import { installedAt, mia, now, openedAt, respondedAt, tom } from './people.ts';

export const roomId = 'room-12';
export const ticketNumber = '12-3';
export const outageId = 'outage-4';

const place = { building: 'Quay House', floor: '4' };
const response = { by: tom, at: respondedAt, notes: 'Plugged the HDMI cable in again.' };
const advice = 'Check the power and the HDMI cable of the display.';
const impact = 'People in the room cannot see what is shared.';

export const incident = {
  ticket: ticketNumber,
  signal: 'display:1',
  label: 'Display 1',
  category: 'display',
  severity: 'important',
  state: 'needsAction',
  isMisconfiguration: false,
  isFlapping: false,
  roomId,
  room: 'Marble 4.07',
  ...place,
  openedAt,
  activatedAt: openedAt,
  impact,
  recommendedAction: advice,
  detail: 'No display is connected',
  assignee: tom,
  assignedAt: openedAt,
  response,
  suppression: null,
  actions: ['respond', 'message', 'assign', 'suppress'],
};

export const outage = {
  id: outageId,
  label: 'Outage',
  category: 'connection',
  severity: 'important',
  state: 'needsAction',
  place: 'Alster House · Floor 2',
  building: 'Alster House',
  floor: '2',
  rooms: 6,
  since: openedAt,
  openedAt,
  activatedAt: openedAt,
  impact: 'The health of these rooms is not known.',
  recommendedAction: 'Check the network of this floor.',
  assignee: null,
  assignedAt: null,
  response: null,
  isSuppressed: false,
  actions: ['respond', 'assign'],
};

export const room = {
  roomId,
  number: 12,
  name: 'Marble 4.07',
  ...place,
  capacity: 8,
  groups: ['west'],
  enrolment: 'enrolled',
  health: 'unhealthy',
  because: 'Display 1: No display is connected',
  healthSince: openedAt,
  important: 1,
  warnings: 0,
  misconfigured: null,
  lastSeenAt: now,
};

export const counts = { suppressed: 1, onboarding: 0, disconnected: 6, unhealthy: 1, healthy: 92 };

export const summary = {
  needsAction: 2,
  systemInvestigating: 0,
  open: 2,
  mine: 0,
  unassigned: 1,
  byCategory: [{ category: 'display', incidents: 1 }],
  topIssues: [
    {
      type: 'display',
      label: 'Display',
      category: 'display',
      severity: 'important',
      rooms: 1,
      incidents: 1,
      recommendedAction: advice,
    },
  ],
  rooms: counts,
  warnings: 0,
  buildings: ['Alster House', 'Quay House'],
  groups: ['west'],
  confirmedAt: now,
  outages: [outage],
};

export const outageDetail = {
  ...outage,
  endedAt: null,
  disconnected: [
    {
      roomId: 'room-31',
      room: 'Linden 2.01',
      building: 'Alster House',
      floor: '2',
      since: openedAt,
      ticket: '31-1',
      isSuppressed: false,
    },
  ],
  remaining: [],
  assignees: [tom],
  history: [
    {
      at: openedAt,
      by: 'Platform',
      via: 'platform',
      sentence: 'Rooms disconnected together: the outage began.',
      note: null,
    },
  ],
  confirmedAt: now,
};

export const roomDetail = {
  ...room,
  timeZone: 'Europe/Berlin',
  meetingMode: 'teams',
  expectedDisplays: 1,
  suppression: null,
  disconnected: null,
  rejected: null,
  outage: null,
  devices: [
    {
      id: 'mtr-4-07',
      appVersion: '5.4.212.0',
      osVersion: '10.0.26100',
      agentVersion: '0.1.0',
      address: '10.4.7.20',
      restarts: 1,
      lastRestartAt: installedAt,
      meeting: { inMeeting: false, at: now },
      clockBehindMs: null,
    },
  ],
  command: null,
  incidents: [incident],
  signals: [
    {
      signal: 'display:1',
      label: 'Display 1',
      category: 'display',
      severity: 'important',
      state: 'unhealthy',
      detail: 'No display is connected',
      isWatched: true,
      sources: ['Monitoring Software'],
      since: openedAt,
      ticket: ticketNumber,
      status: 'needsAction',
      updatedAt: respondedAt,
      isMisconfiguration: false,
      suppression: null,
      others: [],
      actions: ['respond', 'message', 'assign', 'suppress'],
    },
  ],
  actions: ['report', 'suppress', 'changeProfile', 'removeDevice', 'retire'],
  confirmedAt: now,
};

const opened = {
  type: 'incident.opened',
  at: openedAt,
  episode: 1,
  by: 'Platform',
  via: 'platform',
  sentence: 'An important incident opened: Display 1 is unhealthy.',
  note: 'No display is connected',
};

export const roomHistory = {
  entries: [{ ...opened, revision: 41, about: { ticket: ticketNumber, label: 'Display 1' } }],
  next: 41,
};

export const roomPast = {
  days: 90,
  from: installedAt,
  isCut: false,
  failures: [
    {
      signal: 'display:1',
      label: 'Display 1',
      ticket: ticketNumber,
      count: 3,
      lastAt: openedAt,
      sentence: 'Failed 3 times, about 12 days apart.',
      pattern: null,
    },
  ],
  versions: [
    { device: 'mtr-4-07', what: 'app', before: '5.3.111.0', after: '5.4.212.0', at: installedAt },
  ],
  peripherals: [
    { signal: 'display:1', label: 'Display 1', state: 'unhealthy', changes: 6, lastAt: openedAt },
  ],
  responses: [
    {
      at: respondedAt,
      by: tom.name,
      label: 'Display 1',
      ticket: ticketNumber,
      notes: response.notes,
      outcome: 'open',
    },
  ],
};

export const attachment = {
  id: 'f4c1',
  name: 'display.jpg',
  sizeBytes: 182_044,
  at: respondedAt,
  by: tom.name,
  via: 'tab',
  preview: 'image',
  mayRemove: true,
};

export const ticketDetail = {
  number: ticketNumber,
  roomId,
  room: 'Marble 4.07',
  ...place,
  signal: 'display:1',
  label: 'Display 1',
  category: 'display',
  severity: 'important',
  status: 'needsAction',
  episode: 1,
  activation: 1,
  openedAt,
  activatedAt: openedAt,
  resolvedAt: null,
  resolvedBecause: null,
  reason: { sentence: 'Display 1 was unhealthy for 5 minutes.', ruleVersion: 'product-1' },
  impact,
  description: 'A display at the front of the room is not connected or not on.',
  causes: ['The cable is loose.'],
  resolutions: ['Plug the cable in again.'],
  recommendedAction: advice,
  advice: { held: 4, failed: 1 },
  isMisconfiguration: false,
  resolvedBy: 'telemetry',
  detail: 'No display is connected',
  signalState: 'unhealthy',
  disconnectedSince: null,
  investigatesUntil: null,
  escalatesAt: null,
  assignee: tom,
  assignedAt: openedAt,
  response,
  proof: { by: tom, until: now },
  attempts: [],
  neighbours: null,
  flapping: null,
  remediations: [{ remediation: 'collectLogs', label: 'Collect logs' }],
  assignees: [mia],
  suppression: null,
  actions: ['respond', 'message', 'assign', 'suppress'],
  history: [opened],
  messages: [{ at: respondedAt, by: tom.name, via: 'tab', text: response.notes, isResponse: true }],
  attachments: [attachment],
  confirmedAt: now,
};
