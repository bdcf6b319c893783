/** The room of the card fixtures, and views of it. All names are made up. */
import {
  defaultRules,
  type PersonAction,
  type PersonRef,
  type Room,
  type SignalId,
  type SignalRecord,
  type StoredTicket,
  type Suppression,
  toTicket,
} from '@rooms-pro/core';
import { aRoom, aSignal, aTicket } from '@rooms-pro/testing/builders';
import type { IncidentCardView } from './incidentView.ts';

export const maya: PersonRef = { id: 'p-maya', name: 'Maya Brandt' };
export const jonas: PersonRef = { id: 'p-jonas', name: 'Jonas Feld' };

export const now = '2026-11-22T09:30:00.000Z';

const amber = aRoom({
  number: 1042,
  name: '4.12 Amber',
  groups: ['Hamburg'],
  expectedDisplays: 2,
  ticketCount: 7,
  revision: 12,
});

const openTicket = aTicket({ number: '1042-7' });

export const failing = aSignal({
  state: 'unhealthy',
  detail: '1 of 2 displays found',
  since: '2026-11-22T07:00:00.000Z',
  ticket: openTicket,
});

export const healthyAgain: SignalRecord = {
  ...failing,
  state: 'healthy',
  detail: '',
  since: '2026-11-22T09:12:00.000Z',
};

export const untilEvening: Suppression = {
  isReminded: false,
  missed: [],
  by: maya,
  at: '2026-11-22T08:00:00.000Z',
  until: { kind: 'time', at: '2026-11-22T17:00:00.000Z' },
  reason: 'The display is replaced this afternoon',
};

/** The differences from the usual view. */
export type Change = {
  readonly signal?: SignalId;
  readonly room?: Partial<Room>;
  readonly record?: Partial<SignalRecord>;
  readonly ticket?: Partial<StoredTicket>;
  readonly actions?: readonly PersonAction[];
  readonly about?: IncidentCardView['about'];
  readonly worked?: IncidentCardView['worked'];
};

const leadActions: readonly PersonAction[] = ['respond', 'message', 'assign', 'suppress'];

/** A view of one incident: the usual one with these changes. */
export function viewWith(change: Change = {}): IncidentCardView {
  const { signal = 'display:2', room, record, ticket, actions = leadActions } = change;
  const { about, worked } = change;
  const full: SignalRecord = {
    ...failing,
    ...record,
    ticket: toTicket({ ...openTicket, ...ticket }),
  };
  return {
    room: { ...amber, ...room, signals: { [signal]: full } },
    signal,
    rules: defaultRules,
    now,
    actions,
    openUrl: 'https://teams.example.com/l/entity/rooms-pro/incidents?ticket=1042-7',
    ...(about ? { about } : {}),
    ...(worked ? { worked } : {}),
  };
}

/** Parts of a ticket whose incident is over. */
export const resolved = {
  status: 'resolved',
  resolvedAt: '2026-11-22T09:12:00.000Z',
  resolvedBecause: 'Telemetry verified it healthy again.',
} as const;

/** A technician's response. */
export const swapped = {
  by: jonas,
  at: '2026-11-22T08:41:00.000Z',
  notes: 'Swapped the HDMI cable of the right display, the old one had a bent pin.',
} as const;
