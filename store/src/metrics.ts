/** The metrics of the store. Without a metrics reader in the process they cost nothing and go nowhere. */
import { metrics } from '@opentelemetry/api';
import type { RoomEvent } from '@rooms-pro/core';

const meter = () => metrics.getMeter('rooms-pro.store');

/** Counts changes by type. Call the result once for every commit of this process, and for no other commit. */
export function createChangeCount(): (event: RoomEvent) => void {
  const changes = meter().createCounter('changes', {
    description: 'Changes committed to rooms and tickets, by type.',
  });
  return (event) => {
    for (const { type } of event.changes) changes.add(1, { type });
  };
}

/** Adds up the charge of requests to Cosmos DB. */
export function createChargeCount(): (operation: string, requestUnits: number) => void {
  const charges = meter().createCounter('store.requestUnits', {
    description: 'Request units that Cosmos DB charged, by operation.',
  });
  return (operation, requestUnits) => charges.add(requestUnits, { operation });
}

/** Counts commits that the store decides again because another process committed first. */
export function createConflictCount(): () => void {
  const conflicts = meter().createCounter('store.conflicts', {
    description: 'Commits decided again because another process committed first.',
  });
  return () => conflicts.add(1);
}

/** Reports the age of this process's view of other processes' commits. Returns a function that stops it. */
export function observeLag(lagMs: () => number): () => void {
  const lag = meter().createObservableGauge('feed.lag', {
    description:
      'Time since the last read that reached the end of the feed: later commits of other processes may be missing.',
    unit: 's',
  });
  const report: Parameters<typeof lag.addCallback>[0] = (result) => result.observe(lagMs() / 1000);
  lag.addCallback(report);
  return () => lag.removeCallback(report);
}
