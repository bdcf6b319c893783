/** The metrics of the bot. docs/runbook.md explains the use of each. */
import { metrics } from '@opentelemetry/api';
import { type Health, healthStates, type Room, type RoomId } from '@rooms-pro/core';
import type { LogFields, Report } from '@rooms-pro/insights';
import type { LogEvent } from '../log.ts';
import { cardReasons } from '../notify/plan/cardReason.ts';

/** The sources of the gauges, which are read once a minute. */
export type Measured = {
  readonly fleet: {
    all(): Iterable<Room>;
    entry(id: RoomId): { readonly health: { readonly health: Health } } | null;
  };
  readonly notifier: { waiting(): number };
};

const meter = () => metrics.getMeter('rooms-pro.bot');

/** Counts log events. Create it after the metrics exporter has started; before that it counts nothing. */
export function createCounts(): Report<LogEvent> {
  const cards = meter().createCounter('cards', {
    description: 'Cards sent, by outcome and reason.',
  });
  const delay = meter().createHistogram('card.delay', {
    description: 'From the arrival of a change until its card shows the change.',
    unit: 's',
  });
  const sender = meter().createUpDownCounter('sender', {
    description: 'Whether this process sends the cards.',
  });
  const sent = (outcome: string) => (fields: LogFields) => {
    const { waitedMs, reason } = fields;
    const isKnown = cardReasons.some((known) => known === reason);
    cards.add(1, isKnown ? { outcome, reason: String(reason) } : { outcome });
    if (typeof waitedMs === 'number') delay.record(waitedMs / 1000, { outcome });
  };
  const byEvent: Partial<Record<LogEvent, (fields: LogFields) => void>> = {
    'card.posted': sent('posted'),
    'card.edited': sent('edited'),
    'card.failed': sent('failed'),
    'card.retried': sent('retried'),
    'sender.began': () => sender.add(1),
    'sender.ended': () => sender.add(-1),
  };
  return ({ event, fields, leftOut }) => {
    if (leftOut === 0) byEvent[event]?.(fields);
  };
}

/** Registers the gauges for rooms and waiting cards, until the process ends. */
export function observeMetrics({ fleet, notifier }: Measured): void {
  const rooms = meter().createObservableGauge('rooms', { description: 'Rooms, by health.' });
  const waiting = meter().createObservableGauge('cards.waiting', {
    description: 'Rooms and outages whose cards wait for their turn.',
  });
  rooms.addCallback((result) => {
    for (const [health, count] of countByHealth(fleet)) result.observe(count, { health });
  });
  waiting.addCallback((result) => result.observe(notifier.waiting()));
}

function countByHealth(fleet: Measured['fleet']): Map<Health, number> {
  const counts = new Map<Health, number>(healthStates.map((state) => [state, 0]));
  for (const { id, enrolment } of fleet.all()) {
    const health = fleet.entry(id)?.health.health;
    if (health === undefined || enrolment === 'retired') continue;
    counts.set(health, (counts.get(health) ?? 0) + 1);
  }
  return counts;
}
