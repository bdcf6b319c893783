/** Registers the handlers with Azure Functions. The handlers do not depend on Azure Functions. */
// Named imports of this package pass the type check but crash at run time: only the default export exists.

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
  /** Absent: nothing is read from Microsoft Graph. */
  readonly collect?: () => Promise<unknown>;
};

/** After a short failure of the store the timer should not wait for its next run, a minute later. */
const retry: RetryOptions = {
  strategy: 'fixedDelay',
  maxRetryCount: 2,
  delayInterval: { seconds: 5 },
};

/** Ingest handles events in order and skips none, so the hub waits until the store responds again. */
const retryPermanently: RetryOptions = {
  strategy: 'exponentialBackoff',
  maxRetryCount: -1,
  minimumInterval: { seconds: 5 },
  maximumInterval: { minutes: 2 },
};

/** The HTTP triggers. The host serves each route below `/api/`. */
export const httpTriggers = [
  { name: 'ingestTelemetry', method: 'POST', route: 'telemetry' },
  { name: 'enrol', method: 'POST', route: 'enrol' },
  { name: 'rotateKey', method: 'POST', route: 'rotate-key' },
  { name: 'deviceState', method: 'POST', route: 'device-state' },
  { name: 'takeAttachment', method: 'POST', route: 'attachments' },
  // For monitors. The first one depends only on this program.
  { name: 'alive', method: 'GET', route: 'healthz' },
  { name: 'ready', method: 'GET', route: 'readyz' },
] as const;

/**
 * Registers the handlers with the host. Compose the handlers with a store that every instance shares; the
 * embedded store is not shared.
 */
export function registerFunctions(handlers: FunctionHandlers, config: IngestConfig): void {
  for (const { name, method, route } of httpTriggers) {
    // The handlers verify our own keys.
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

/** When the hub received each event; `null` where the host does not provide the time. */
export function enqueuedTimes(metadata: InvocationContext['triggerMetadata']): (Instant | null)[] {
  const { enqueuedTimeUtcArray: times, enqueuedTimeUtc: time } = metadata ?? {};
  const each: readonly unknown[] = Array.isArray(times) ? times : [time];
  return each.map((at) => {
    const text = at instanceof Date ? at.toISOString() : at;
    // The host may omit the time zone of a UTC time.
    return readInstant(text) ?? readInstant(`${String(text)}Z`);
  });
}

function registerEvents({ takeEvents }: FunctionHandlers, { eventHub }: IngestConfig): void {
  if (eventHub === '') return;
  const options: EventHubFunctionOptions & { readonly dataType: 'binary' } = {
    // The prefix of the settings for the address of the hub and our identity.
    connection: 'EVENT_HUB',
    eventHubName: eventHub,
    cardinality: 'many',
    // Binary, because the host would decode gzip as text.
    dataType: 'binary',
    retry: retryPermanently,
    handler: (events, context) =>
      takeEvents(events, context.invocationId, enqueuedTimes(context.triggerMetadata)),
  };
  functions.app.eventHub('takeEvents', options);
}
