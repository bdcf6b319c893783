/** Variants with attempts, flapping and verification, and with problems that people reported. */
import type { Attempt, Room, SignalRecord } from '@rooms-pro/core';
import type { IncidentCardView } from './incidentView.ts';
import {
  type Change,
  failing,
  healthyAgain,
  jonas,
  now,
  resolved,
  swapped,
  viewWith,
} from './viewFixtures.suite.ts';

const restarted: Attempt = {
  id: '1042-7.13.1',
  remediation: 'restartApp',
  at: '2026-11-22T07:06:00.000Z',
  outcome: 'succeeded',
  detail: '',
  endedAt: '2026-11-22T07:07:00.000Z',
};
const rebooted: Attempt = {
  ...restarted,
  id: '1042-7.15.2',
  remediation: 'restartDevice',
  outcome: null,
  endedAt: null,
};
const watched = {
  by: jonas,
  respondedAt: swapped.at,
  until: '2026-11-22T08:56:00.000Z',
  advice: 'general',
} as const;

/** Healthy and unhealthy in turn, every eight minutes: too often to judge the state. */
const comingAndGoing: Partial<SignalRecord> = {
  state: 'healthy',
  since: '2026-11-22T09:24:00.000Z',
  earlier: ['healthy', 'unhealthy', 'healthy', 'unhealthy', 'healthy', 'unhealthy'].map(
    (state, nth) => ({
      state: state as 'healthy' | 'unhealthy',
      since: new Date(Date.parse('2026-11-22T08:36:00.000Z') + nth * 480_000).toISOString(),
    }),
  ),
};

const inOutage: Partial<Room> = {
  connection: {
    status: 'disconnected',
    reason: 'noTelemetry',
    since: failing.since,
    outage: 'outage-12',
  },
};

const saidByAPerson: Change = {
  signal: 'reported',
  record: { detail: 'No sound in 4.12, the speaker on the table is dead' },
};

/** By name; a part of all variants. */
export const workedVariants: Readonly<Record<string, IncidentCardView>> = {
  trying: viewWith({
    signal: 'meeting-app',
    record: { detail: 'The heartbeat stopped' },
    ticket: {
      status: 'systemInvestigating',
      investigatesUntil: '2026-11-22T08:05:00.000Z',
      attempts: [restarted, rebooted],
      neighbours: 0,
    },
  }),
  tried: viewWith({
    signal: 'meeting-app',
    record: { detail: 'The heartbeat stopped' },
    ticket: {
      attempts: [restarted, { ...rebooted, outcome: 'expired', endedAt: now }],
      neighbours: 3,
    },
    worked: { held: 7, failed: 2 },
  }),
  recoveredByItself: viewWith({
    signal: 'meeting-app',
    record: healthyAgain,
    ticket: { ...resolved, attempts: [restarted] },
  }),
  recoveredAfterRestart: viewWith({
    signal: 'meeting-app',
    record: { ...healthyAgain, since: '2026-11-22T07:08:00.000Z' },
    ticket: { ...resolved, resolvedAt: '2026-11-22T07:08:00.000Z', attempts: [restarted] },
  }),
  didNotHold: viewWith({
    ticket: { response: { ...swapped, failedAt: '2026-11-22T08:56:00.000Z' } },
  }),
  takenByOther: viewWith({
    ticket: { assignee: jonas, assignedAt: '2026-11-22T08:41:00.000Z' },
  }),
  flapping: viewWith({
    signal: 'conference-speaker',
    record: { ...comingAndGoing, detail: '' },
    ticket: { flappingSince: '2026-11-22T09:16:00.000Z' },
  }),
  watching: viewWith({
    ticket: { response: swapped, proof: watched },
    worked: { held: 2, failed: 1 },
  }),
  misconfigured: viewWith({
    signal: 'camera-selection',
    record: { detail: 'The content camera is used instead' },
    ticket: { severity: 'warning', escalatesAt: '2026-11-29T07:05:00.000Z' },
  }),
  reported: viewWith({
    ...saidByAPerson,
    actions: ['respond', 'message', 'assign', 'resolve', 'suppress'],
  }),
  reportResolved: viewWith({
    ...saidByAPerson,
    record: { ...healthyAgain, detail: 'No sound in 4.12' },
    ticket: { ...resolved, resolvedBecause: 'Maya Brandt: The speaker was muted, it plays again' },
  }),
  becameImportant: viewWith({
    signal: 'default-speaker',
    about: { episode: 1, activation: 1, severity: 'warning' },
  }),
  inOutage: viewWith({
    signal: 'connection',
    record: { detail: '' },
    room: inOutage,
    about: { episode: 1, activation: 1, isInOutage: true },
  }),
  connectionInOutage: viewWith({ signal: 'connection', record: { detail: '' }, room: inOutage }),
};
