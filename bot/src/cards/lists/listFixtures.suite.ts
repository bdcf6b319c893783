/** Lists for the cards that respond in a chat: for golden files and pictures. */
import { outageAdvice, outageImpact } from '@rooms-pro/core';
import type { IncidentRow, OutageRow, RoomRow, Summary } from '@rooms-pro/core/contracts';
import { aRoomRow } from '@rooms-pro/testing/builders';
import type { AdaptiveCard } from '../adaptiveCard.ts';
import { jonas } from '../incident/incidentFixtures.suite.ts';
import { helpCard, noticeCard, welcomeCard } from '../notices/plainCards.ts';
import { incidentsCard, roomsCard, statusCard } from './listCards.ts';

const tabUrl = 'https://teams.example.com/l/entity/rooms-pro/incidents';

export const incident: IncidentRow = {
  ticket: '1042-7',
  signal: 'display:2',
  label: 'Display 2',
  category: 'display',
  severity: 'important',
  state: 'needsAction',
  isMisconfiguration: false,
  isFlapping: false,
  roomId: 'room-1042',
  room: '4.12 Amber',
  building: 'Alster House',
  floor: '4',
  openedAt: '2026-11-22T07:05:00.000Z',
  activatedAt: '2026-11-22T07:05:00.000Z',
  impact: 'People in the room cannot see the meeting.',
  recommendedAction: 'Check the cable.',
  detail: '1 of 2 displays found',
  assignee: null,
  assignedAt: null,
  response: null,
  suppression: null,
  actions: [],
};

const incidents: readonly IncidentRow[] = [
  incident,
  { ...incident, ticket: '1007-2', label: 'Exchange sign-in', room: 'Fjord', assignee: jonas },
  {
    ...incident,
    ticket: '1011-4',
    label: 'Conference microphone',
    room: '2.01 Board',
    state: 'systemInvestigating',
  },
  { ...incident, ticket: '1020-1', label: 'Network', room: 'Studio', severity: 'warning' },
];

/** An outage of a floor, as a row of a list. */
export const outageRow: OutageRow = {
  id: 'outage-12',
  label: 'Outage',
  category: 'connection',
  severity: 'important',
  state: 'needsAction',
  place: 'Alster House · Floor 4',
  building: 'Alster House',
  floor: '4',
  rooms: 11,
  since: '2026-11-22T07:05:00.000Z',
  openedAt: '2026-11-22T07:05:00.000Z',
  activatedAt: '2026-11-22T07:05:00.000Z',
  impact: outageImpact,
  recommendedAction: outageAdvice.floor,
  assignee: jonas,
  assignedAt: '2026-11-22T07:12:00.000Z',
  response: null,
  isSuppressed: false,
  actions: [],
};

const room = aRoomRow({
  roomId: 'room-1042',
  number: 1042,
  name: '4.12 Amber',
  groups: ['Hamburg'],
  health: 'unhealthy',
  because: 'Display 2: 1 of 2 displays found',
  healthSince: '2026-11-22T06:00:00.000Z',
  important: 1,
  warnings: 1,
  lastSeenAt: '2026-11-22T09:29:00.000Z',
});

const rooms: readonly RoomRow[] = [
  room,
  {
    ...room,
    roomId: 'room-1011',
    name: '2.01 Board',
    floor: '2',
    health: 'disconnected',
    because: 'No telemetry arrives; the latest health is not known',
    warnings: 0,
  },
  { ...room, roomId: 'room-1007', name: 'Fjord', health: 'healthy', because: '', warnings: 2 },
];

const summary: Summary = {
  needsAction: 3,
  systemInvestigating: 1,
  open: 4,
  mine: 1,
  unassigned: 2,
  byCategory: [{ category: 'display', incidents: 1 }],
  topIssues: [
    {
      type: 'signin-exchange',
      label: 'Exchange sign-in',
      category: 'signin',
      severity: 'important',
      rooms: 12,
      incidents: 12,
      recommendedAction: 'Check the account',
    },
    {
      type: 'display',
      label: 'Display 2',
      category: 'display',
      severity: 'important',
      rooms: 1,
      incidents: 1,
      recommendedAction: 'Check the cable',
    },
  ],
  rooms: { suppressed: 2, onboarding: 4, disconnected: 1, unhealthy: 13, healthy: 1204 },
  warnings: 9,
  buildings: [],
  groups: [],
  confirmedAt: '2026-11-22T09:30:00.000Z',
};

const calm: Summary = { ...summary, needsAction: 0, systemInvestigating: 0, topIssues: [] };

const outages = [
  { place: 'Alster House', rooms: 214 },
  { place: 'Elbe Tower · Floor 4', rooms: 9 },
];

/** Every card that is not an incident card, by name. */
export const plainCardVariants: Readonly<Record<string, AdaptiveCard>> = {
  welcome: welcomeCard({ subscribed: true, shared: false, rooms: 1224, needsAction: 3, tabUrl }),
  welcomeQuiet: welcomeCard({ subscribed: false, shared: false, rooms: 1, needsAction: 0, tabUrl }),
  help: helpCard(),
  status: statusCard(summary, tabUrl),
  statusOutage: statusCard(summary, tabUrl, outages),
  statusCalm: statusCard(calm, tabUrl),
  incidents: incidentsCard({ rows: incidents, total: 17, tabUrl, filter: 'Alster House' }),
  incidentsOutage: incidentsCard({
    rows: [outageRow, incident],
    total: 2,
    tabUrl,
    outageUrl: () => tabUrl,
  }),
  incidentsNone: incidentsCard({ rows: [], total: 0, tabUrl }),
  rooms: roomsCard({ rows: rooms, total: 3, tabUrl }),
  notice: noticeCard(
    'Jonas Feld already responded to Display 2 at 22 Nov 2026, 09:41. Nothing was changed.',
    'If you know more, reply in the thread.',
  ),
};
