/** Cards of outages and notices: for golden files and pictures. */
import { defaultRules, instantAfter, type Missed, type Notice } from '@rooms-pro/core';
import type { AdaptiveCard } from '../adaptiveCard.ts';
import { type OutageCardView, outageCard } from '../incident/outageCard.ts';
import type { OutageOnCard } from '../incident/outageWork.ts';
import {
  type Change,
  jonas,
  maya,
  untilEvening,
  viewWith,
} from '../incident/viewFixtures.suite.ts';
import { type PausedConversation, pausedCard } from './pausedCard.ts';
import { roomNoticeCard } from './roomNoticeCard.ts';

const names = ['4.01 Fjord', '4.02 Board', '4.05 Studio', '4.07 Lagune', '4.09 Deich', '4.10 Watt'];
const silent = [...names, '4.11 Priel', '4.12 Amber', '4.14 Kiel', '4.15 Sylt', '4.16 Föhr'].map(
  (name) => ({ name }),
);

/** An outage of a floor, in its morning state. */
export const outageView: OutageCardView = {
  place: { scope: 'floor', building: 'Alster House', floor: '4', subnet: '' },
  timeZone: 'Europe/Berlin',
  since: '2026-11-22T07:05:00.000Z',
  most: 13,
  endedAt: null,
  silent,
  remaining: [],
  roomsUrl: 'https://teams.example.com/l/entity/rooms-pro/rooms',
};

/** No person works on it yet. */
const onOutage: OutageOnCard = {
  id: 'outage-12',
  work: { assignee: null, assignedAt: null, response: null, entries: [] },
  actions: ['respond', 'assign'],
  openUrl: 'https://teams.example.com/l/entity/rooms-pro/rooms',
};

/** A person has it and has responded. */
export const workedOutage: OutageOnCard = {
  ...onOutage,
  work: {
    assignee: jonas,
    assignedAt: '2026-11-22T07:12:00.000Z',
    response: {
      by: jonas,
      at: '2026-11-22T07:31:00.000Z',
      notes: 'The switch on floor 4 has no power. Facility management replaces the fuse.',
    },
    entries: [],
  },
  actions: ['respond', 'assign', 'unassign'],
};

const responded = {
  signal: 'display:2',
  by: jonas,
  respondedAt: '2026-11-22T08:41:00.000Z',
} as const;
const at = '2026-11-22T08:56:00.000Z';

/** The card of a notice about a room. */
export function noticeAbout(notice: Notice, change: Change = {}): AdaptiveCard {
  const { room, openUrl } = viewWith(change);
  return roomNoticeCard({ room, notice, rules: defaultRules, openUrl }).card;
}

const missed: readonly Missed[] = Array.from({ length: 11 }, (_, nth) => ({
  signal: nth % 2 === 0 ? 'display:2' : 'conference-microphone',
  at: instantAfter('2026-11-22T07:00:00.000Z', nth * 600_000),
  detail: nth % 2 === 0 ? '1 of 2 displays found' : '',
}));

const pausedChannel: PausedConversation = {
  kind: 'channel',
  teamName: 'Meeting rooms Hamburg',
  channelName: 'Alerts',
  readerName: null,
  since: '2026-11-22T08:56:00.000Z',
  reason: 'readOnly',
  code: 'MessageWritesBlocked',
};
const pausedChat: PausedConversation = {
  kind: 'personal',
  readerName: 'Jonas *Weber* [x](https://evil.example)',
  since: '2026-11-22T08:57:00.000Z',
  reason: 'blockedByPerson',
  code: 'ConversationBlockedByUser',
};

/** Every card of an outage or a notice, by name. */
export const noticeVariants: Readonly<Record<string, AdaptiveCard>> = {
  'paused.one': pausedCard([pausedChannel]).card,
  'paused.many': pausedCard([
    pausedChannel,
    pausedChat,
    { ...pausedChannel, channelName: 'General', reason: 'teamArchived', code: '' },
    ...Array.from(
      { length: 20 },
      (_, nth): PausedConversation => ({
        kind: 'groupChat',
        chatName: `Night shift ${nth + 1}`,
        readerName: null,
        since: '2026-11-22T08:58:00.000Z',
        reason: 'unknown',
        code: 'BadArgument',
      }),
    ),
  ]).card,
  'outage.silent': outageCard(outageView),
  'outage.free': outageCard({ ...outageView, on: onOutage }),
  'outage.assigned': outageCard({ ...outageView, on: workedOutage }),
  'outage.building': outageCard({
    ...outageView,
    place: { scope: 'building', building: 'Alster House', floor: '', subnet: '' },
    silent: silent.slice(0, 2),
    most: 214,
  }),
  'outage.subnet': outageCard({
    ...outageView,
    place: { scope: 'subnet', building: '', floor: '', subnet: '10.20.30.0/24' },
  }),
  'outage.remaining': outageCard({
    ...outageView,
    silent: [],
    endedAt: '2026-11-22T09:12:00.000Z',
    remaining: ['4.07 Lagune', '4.16 Föhr'].map((name) => ({
      name,
      building: 'Alster House',
      floor: '4',
      connection: {
        status: 'disconnected',
        reason: 'noTelemetry',
        since: '2026-11-22T07:06:00.000Z',
        outage: null,
        remainsOf: 'outage-3',
      },
    })),
  }),
  'outage.ended': outageCard({
    ...outageView,
    remaining: [],
    silent: [],
    endedAt: '2026-11-22T07:47:00.000Z',
  }),
  'notice.verified': noticeAbout({ key: 'v', at, kind: 'fix.verified', ...responded }),
  'notice.failed': noticeAbout({ key: 'f', at, kind: 'fix.failed', ...responded }),
  'notice.ending': noticeAbout(
    {
      key: 'e',
      at,
      kind: 'suppression.ending',
      signal: 'display:2',
      by: maya,
      until: '2026-11-22T17:00:00.000Z',
    },
    { record: { suppression: untilEvening } },
  ),
  'notice.endingOver': noticeAbout({
    key: 'o',
    at,
    kind: 'suppression.ending',
    signal: 'room',
    by: maya,
    until: '2026-11-22T17:00:00.000Z',
  }),
  'notice.ended': noticeAbout({
    key: 'd',
    at,
    kind: 'suppression.ended',
    signal: 'room',
    by: maya,
    since: '2026-11-22T06:55:00.000Z',
    because: 'expired',
    missed,
  }),
};
