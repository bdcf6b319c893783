/** What the store measures, for whoever gathers metrics; where nobody does, it comes to nothing. */
import { metrics } from '@opentelemetry/api';
import type { RoomEvent } from '@rooms-pro/core';
import type { CosmosOperation } from './cosmos/requestMeter.ts';

const meter = () => metrics.getMeter('rooms-pro.store');

/** Counts changes by type; to be told of every commit of this process once, and of no other's. */
export function createChangeCount(): (event: RoomEvent) => void {
  const changes = meter().createCounter('changes', {
    description: 'Changes committed to rooms and tickets, by type.',
  });
  return (event) => {
    for (const { type } of event.changes) changes.add(1, { type });
  };
}

/** Adds up what requests to Cosmos DB cost. */
export function createChargeCount(): (operation: CosmosOperation, requestUnits: number) => void {
  const charges = meter().createCounter('store.requestUnits', {
    description: 'What Cosmos DB charged, by operation.',
  });
  return (operation, requestUnits) => charges.add(requestUnits, { operation });
}

/** Counts commits that had to be decided again because another process came first. */
export function createConflictCount(): () => void {
  const conflicts = meter().createCounter('store.conflicts', {
    description: 'Commits decided again because another process came first.',
  });
  return () => conflicts.add(1);
}

/** Lets whoever gathers see how old this process's view of others' commits is; answers the way to stop. */
export function observeLag(lagMs: () => number): () => void {
  const lag = meter().createObservableGauge('feed.lag', {
    description: "Since when what others committed may be missing here: the feed's last end.",
    unit: 's',
  });
  const look: Parameters<typeof lag.addCallback>[0] = (result) => result.observe(lagMs() / 1000);
  lag.addCallback(look);
  return () => lag.removeCallback(look);
}
