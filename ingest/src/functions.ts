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

/**
 * Registers the handlers with the host. Compose the handlers with a store that every instance shares; the
 * embedded store is not shared.
 */
export function registerFunctions(handlers: FunctionHandlers, config: IngestConfig): void {
  const routes = [
    ['ingestTelemetry', 'telemetry'],
    ['enrol', 'enrol'],
    ['rotateKey', 'rotate-key'],
    ['deviceState', 'device-state'],
    ['takeAttachment', 'attachments'],
  ] as const;
  for (const [name, route] of routes) {
    // The handlers check our own keys.
    const authLevel = 'anonymous';
    functions.app.http(name, { methods: ['POST'], route, authLevel, handler: handlers[name] });
  }
  registerHealth(handlers);
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

/** Endpoints for monitors. The first one depends only on this program. */
function registerHealth({ ready }: FunctionHandlers): void {
  const common: Pick<HttpFunctionOptions, 'methods' | 'authLevel'> = {
    methods: ['GET'],
    authLevel: 'anonymous',
  };
  functions.app.http('alive', { ...common, route: 'healthz', handler: () => alive });
  functions.app.http('ready', { ...common, route: 'readyz', handler: ready });
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
