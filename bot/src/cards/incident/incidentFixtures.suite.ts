/** Rooms in every state that a card can show: for golden files and pictures. */
import type { IncidentCardView } from './incidentView.ts';
import {
  failing,
  healthyAgain,
  jonas,
  resolved,
  swapped,
  untilEvening,
  viewWith,
} from './viewFixtures.suite.ts';
import { workedVariants } from './workedFixtures.suite.ts';

export { jonas, maya, viewWith } from './viewFixtures.suite.ts';

/** Every variant of the incident card, by name. */
export const cardVariants: Readonly<Record<string, IncidentCardView>> = {
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
  failedAgain: viewWith({
    ticket: { episode: 2, activation: 3, openedAt: '2026-11-20T10:00:00.000Z' },
  }),
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
  resolved: viewWith({
    record: healthyAgain,
    ticket: { ...resolved, response: { ...swapped, at: '2026-11-22T09:01:00.000Z' } },
  }),
  resolvedLater: viewWith({ record: healthyAgain, ticket: { ...resolved, response: swapped } }),
  resolvedAgain: viewWith({
    record: healthyAgain,
    ticket: {
      ...resolved,
      openedAt: '2026-11-16T10:00:00.000Z',
      activation: 2,
      response: { ...swapped, at: '2026-11-16T10:20:00.000Z' },
    },
  }),
  resolvedByItself: viewWith({ record: healthyAgain, ticket: resolved, actions: ['message'] }),
  superseded: viewWith({
    ticket: { activation: 2 },
    about: { episode: 1, activation: 1 },
  }),
  viewer: viewWith({ actions: [] }),
  ...workedVariants,
  longTexts: viewWith({
    room: {
      name: 'Konferenzraum der Geschäftsführung mit Blick auf den Innenhof (Westflügel)',
      building: 'Verwaltungsgebäude Nordkanalstrasse',
      floor: 'Zwischengeschoss',
      meetingMode: 'both',
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
