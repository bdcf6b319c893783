/** Rooms in every state a card can show: for golden files and pictures. Our own names throughout. */
import {
  defaultRules,
  type PersonAction,
  type PersonRef,
  type Room,
  restingRoom,
  restingTicket,
  type SignalId,
  type SignalRecord,
  type Suppression,
  type Ticket,
  unknownRecord,
} from '@rooms-pro/core';
import type { IncidentCardView } from './incidentView.ts';

export const maya: PersonRef = { id: 'p-maya', name: 'Maya Brandt' };
export const jonas: PersonRef = { id: 'p-jonas', name: 'Jonas Feld' };

const opened = '2026-11-22T07:05:00.000Z';
const now = '2026-11-22T09:30:00.000Z';

const amber: Room = {
  ...restingRoom,
  id: 'room-1042',
  number: 1042,
  name: '4.12 Amber',
  building: 'Alster House',
  floor: '4',
  capacity: 10,
  groups: ['Hamburg'],
  timeZone: 'Europe/Berlin',
  meetingMode: 'teams',
  expectedDisplays: 2,
  enrolment: 'enrolled',
  enrolmentSince: '2026-10-01T08:00:00.000Z',
  connection: { status: 'connected' },
  suppression: null,
  devices: [],
  signals: {},
  ticketCount: 7,
  revision: 12,
  dueAt: null,
};

const openTicket: Ticket = {
  ...restingTicket,
  number: '1042-7',
  status: 'needsAction',
  episode: 1,
  activation: 1,
  severity: 'important',
  openedAt: opened,
  resolvedAt: null,
  resolvedBecause: null,
  reason: { sentence: 'It has been unhealthy for 5 min.', ruleVersion: defaultRules.version },
  investigatesUntil: null,
  escalatesAt: null,
  assignee: null,
  response: null,
  messageCount: 0,
};

const failing: SignalRecord = {
  ...unknownRecord,
  state: 'unhealthy',
  detail: '1 of 2 displays found',
  observedAt: '2026-11-22T07:00:00.000Z',
  since: '2026-11-22T07:00:00.000Z',
  countsFrom: '2026-11-22T07:00:00.000Z',
  suppression: null,
  ticket: openTicket,
  earlier: [],
  late: [],
};

const healthyAgain: SignalRecord = {
  ...failing,
  state: 'healthy',
  detail: '',
  since: '2026-11-22T09:12:00.000Z',
};

const untilEvening: Suppression = {
  isReminded: false,
  missed: [],
  by: maya,
  at: '2026-11-22T08:00:00.000Z',
  until: { kind: 'time', at: '2026-11-22T17:00:00.000Z' },
  reason: 'The display is replaced this afternoon',
};

type Change = {
  readonly signal?: SignalId;
  readonly room?: Partial<Room>;
  readonly record?: Partial<SignalRecord>;
  readonly ticket?: Partial<Ticket>;
  readonly actions?: readonly PersonAction[];
  readonly about?: IncidentCardView['about'];
};

const leadActions: readonly PersonAction[] = ['respond', 'message', 'assign', 'suppress'];

/** A view of one incident, like the usual one but for what is given. */
export function viewWith(change: Change = {}): IncidentCardView {
  const { signal = 'display:2', room, record, ticket, actions = leadActions, about } = change;
  const full: SignalRecord = {
    ...failing,
    ...record,
    ticket: { ...openTicket, ...ticket },
  };
  return {
    room: { ...amber, ...room, signals: { [signal]: full } },
    signal,
    rules: defaultRules,
    now,
    actions,
    openUrl: 'https://teams.example.com/l/entity/rooms-pro/incidents?ticket=1042-7',
    ...(about ? { about } : {}),
  };
}

const resolved = {
  status: 'resolved',
  resolvedAt: '2026-11-22T09:12:00.000Z',
  resolvedBecause: 'Telemetry verified it healthy again.',
} as const;

const swapped = {
  by: jonas,
  at: '2026-11-22T08:41:00.000Z',
  notes: 'Swapped the HDMI cable of the right display, the old one had a bent pin.',
} as const;

/** Every face of the incident card, by name. */
export const faces: Readonly<Record<string, IncidentCardView>> = {
  needsAction: viewWith(),
  investigating: viewWith({
    signal: 'conference-microphone',
    record: { detail: 'Device not found' },
    ticket: { status: 'systemInvestigating', investigatesUntil: '2026-11-22T07:15:00.000Z' },
  }),
  investigated: viewWith({
    signal: 'signin-exchange',
    record: { detail: '80131500 : AADSTS50076' },
    actions: ['respond', 'message', 'assign', 'investigate', 'suppress'],
  }),
  warning: viewWith({
    signal: 'network',
    record: { detail: 'Limited connectivity' },
    ticket: { severity: 'warning', escalatesAt: '2026-11-29T07:05:00.000Z' },
  }),
  escalated: viewWith({ signal: 'default-speaker', record: { detail: '' } }),
  touchPanel: viewWith({ signal: 'display:console', record: { detail: '' } }),
  responded: viewWith({ ticket: { response: swapped } }),
  assigned: viewWith({
    ticket: { assignee: jonas, response: swapped },
    actions: ['respond', 'message', 'unassign', 'suppress'],
  }),
  failedAgain: viewWith({ ticket: { episode: 2, activation: 3 } }),
  suppressed: viewWith({
    record: { suppression: untilEvening },
    actions: ['respond', 'message', 'assign', 'unsuppress'],
  }),
  roomSuppressed: viewWith({
    room: { suppression: { ...untilEvening, until: { kind: 'lifted' }, reason: '' } },
    actions: ['respond', 'message', 'assign'],
  }),
  lastKnown: viewWith({
    room: {
      connection: {
        status: 'disconnected',
        reason: 'noTelemetry',
        since: '2026-11-22T08:10:00.000Z',
        outage: null,
      },
    },
  }),
  connection: viewWith({
    signal: 'connection',
    record: { detail: '' },
    room: {
      connection: {
        status: 'disconnected',
        reason: 'noTelemetry',
        since: failing.since,
        outage: null,
      },
    },
  }),
  resolved: viewWith({ record: healthyAgain, ticket: { ...resolved, response: swapped } }),
  resolvedByItself: viewWith({ record: healthyAgain, ticket: resolved, actions: ['message'] }),
  superseded: viewWith({
    ticket: { activation: 2 },
    about: { episode: 1, activation: 1 },
  }),
  viewer: viewWith({ actions: [] }),
  longTexts: viewWith({
    room: {
      name: 'Konferenzraum der Geschäftsführung mit Blick auf den Innenhof (Westflügel)',
      building: 'Verwaltungsgebäude Nordkanalstrasse',
      floor: 'Zwischengeschoss',
    },
    signal: 'signin-skype',
    record: {
      detail:
        '0x80131500 The_remote_server *returned* an [error](https://a.example): <at>all</at> '.repeat(
          9,
        ),
    },
    ticket: {
      assignee: { id: 'p-long', name: 'Dr. Friederike-Charlotte von Hohenstein-Lauterbach' },
      response: {
        ...swapped,
        notes: 'I tried to sign in again and again, but it does not work. '.repeat(20),
      },
    },
  }),
};
