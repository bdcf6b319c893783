/** Signals and tickets for tests. A test names only the fields that it is about. */
import {
  defaultRules,
  defaultTicket,
  type Instant,
  type SignalRecord,
  type StoredTicket,
  type Ticket,
  toTicket,
  unknownRecord,
} from '@rooms-pro/core';

/** When the ticket of a test was opened. */
export const openedAt: Instant = '2026-11-22T07:05:00.000Z';
const failedAt: Instant = '2026-11-22T07:00:00.000Z';

/**
 * An important ticket that needs action. No person has responded to it. Another status completes the
 * members that it has: a resolved ticket is resolved when its activation began.
 */
export function aTicket(over: Partial<StoredTicket> = {}): Ticket {
  const opened = over.openedAt ?? openedAt;
  return toTicket({
    ...defaultTicket,
    number: '1001-1',
    status: 'needsAction',
    episode: 1,
    activation: 1,
    severity: 'important',
    openedAt: opened,
    activatedAt: opened,
    resolvedAt: null,
    resolvedBecause: null,
    reason: { sentence: 'It has been unhealthy for 5 min.', ruleVersion: defaultRules.version },
    investigatesUntil: null,
    escalatesAt: null,
    assignee: null,
    response: null,
    messageCount: 0,
    ...over,
  });
}

/** A healthy signal without a ticket. */
export function aSignal(over: Partial<SignalRecord> = {}): SignalRecord {
  const since = over.since ?? failedAt;
  return {
    ...unknownRecord,
    state: 'healthy',
    observedAt: since,
    since,
    countsFrom: since,
    ...over,
  };
}
