/** The thin shell: tells Azure Functions which handler runs when. Handlers know nothing of it. */
// Named imports of this package type-check and crash at run time: only the default export exists.

import type {
  EventHubFunctionOptions,
  HttpFunctionOptions,
  HttpHandler,
  InvocationContext,
  RetryOptions,
} from '@azure/functions';
import functions from '@azure/functions';
import { type Instant, readInstant } from '@rooms-pro/core';
import type { IngestConfig } from './config.ts';
import type { EventsHandler } from './events/handleEvents.ts';
import { alive } from './http/handleReady.ts';

export type FunctionHandlers = {
  readonly ingestTelemetry: HttpHandler;
  readonly enrol: HttpHandler;
  readonly rotateKey: HttpHandler;
  readonly deviceState: HttpHandler;
  readonly takeAttachment: HttpHandler;
  readonly ready: HttpHandler;
  readonly sweep: () => Promise<unknown>;
  readonly takeEvents: EventsHandler;
  /** Left out: nothing is read from Microsoft Graph. */
  readonly collect?: () => Promise<unknown>;
};

/** A store that is away for a moment should not cost a whole minute; the next tick comes anyway. */
const retry: RetryOptions = {
  strategy: 'fixedDelay',
  maxRetryCount: 2,
  delayInterval: { seconds: 5 },
};

/** Events are taken in order and none is passed over, so the hub waits until the store is back. */
const retryForEver: RetryOptions = {
  strategy: 'exponentialBackoff',
  maxRetryCount: -1,
  minimumInterval: { seconds: 5 },
  maximumInterval: { minutes: 2 },
};

/** The triggers with HTTP. The host serves each route below `/api/`. */
export const httpTriggers = [
  { name: 'ingestTelemetry', method: 'POST', route: 'telemetry' },
  { name: 'enrol', method: 'POST', route: 'enrol' },
  { name: 'rotateKey', method: 'POST', route: 'rotate-key' },
  { name: 'deviceState', method: 'POST', route: 'device-state' },
  { name: 'takeAttachment', method: 'POST', route: 'attachments' },
  // For monitors. The first needs only this program.
  { name: 'alive', method: 'GET', route: 'healthz' },
  { name: 'ready', method: 'GET', route: 'readyz' },
] as const;

/**
 * Registers the handlers with the host. Whoever calls it composes them around a store that every
 * instance shares; the embedded store is no such store.
 */
export function registerFunctions(handlers: FunctionHandlers, config: IngestConfig): void {
  for (const { name, method, route } of httpTriggers) {
    // The keys are our own: the handlers verify them.
    const options: HttpFunctionOptions = {
      methods: [method],
      route,
      authLevel: 'anonymous',
      handler: name === 'alive' ? () => alive : handlers[name],
    };
    functions.app.http(name, options);
  }
  functions.app.timer('sweep', {
    schedule: config.sweepSchedule,
    retry,
    handler: async () => {
      await handlers.sweep();
    },
  });
  registerEvents(handlers, config);
  const { collect } = handlers;
  if (collect === undefined || config.graph === null) return;
  functions.app.timer('collect', {
    schedule: config.graph.schedule,
    retry,
    handler: async () => {
      await collect();
    },
  });
}

/** When the hub took each event, as far as the host tells. */
export function enqueuedTimes(metadata: InvocationContext['triggerMetadata']): (Instant | null)[] {
  const { enqueuedTimeUtcArray: times, enqueuedTimeUtc: time } = metadata ?? {};
  const each: readonly unknown[] = Array.isArray(times) ? times : [time];
  return each.map((at) => {
    const text = at instanceof Date ? at.toISOString() : at;
    // The host may leave out the zone of a time that it calls UTC.
    return readInstant(text) ?? readInstant(`${String(text)}Z`);
  });
}

function registerEvents({ takeEvents }: FunctionHandlers, { eventHub }: IngestConfig): void {
  if (eventHub === '') return;
  const options: EventHubFunctionOptions & { readonly dataType: 'binary' } = {
    // The prefix of the settings that say where the hub is and who we are.
    connection: 'EVENT_HUB',
    eventHubName: eventHub,
    cardinality: 'many',
    // As they were sent: the host would read gzip as text.
    dataType: 'binary',
    retry: retryForEver,
    handler: (events, context) =>
      takeEvents(events, context.invocationId, enqueuedTimes(context.triggerMetadata)),
  };
  functions.app.eventHub('takeEvents', options);
}
