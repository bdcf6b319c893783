/** The thin shell: tells Azure Functions which handler runs when. Handlers know nothing of it. */
// Named imports of this package type-check and crash at run time: only the default export exists.

import type { HttpHandler, RetryOptions } from '@azure/functions';
import functions from '@azure/functions';
import type { IngestConfig } from './config.ts';

export type FunctionHandlers = {
  readonly ingestTelemetry: HttpHandler;
  readonly enrol: HttpHandler;
  readonly rotateKey: HttpHandler;
  readonly deviceState: HttpHandler;
  readonly sweep: () => Promise<unknown>;
  /** Left out: nothing is read from Microsoft Graph. */
  readonly collect?: () => Promise<unknown>;
};

/** A store that is away for a moment should not cost a whole minute; the next tick comes anyway. */
const retry: RetryOptions = {
  strategy: 'fixedDelay',
  maxRetryCount: 2,
  delayInterval: { seconds: 5 },
};

/**
 * Registers the handlers with the host. Whoever calls it composes them around a store that every
 * instance shares; the embedded store is no such store.
 */
export function registerFunctions(handlers: FunctionHandlers, config: IngestConfig): void {
  const routes = [
    ['ingestTelemetry', 'telemetry'],
    ['enrol', 'enrol'],
    ['rotateKey', 'rotate-key'],
    ['deviceState', 'device-state'],
  ] as const;
  for (const [name, route] of routes) {
    // The keys are our own: the handlers judge them.
    const authLevel = 'anonymous';
    functions.app.http(name, { methods: ['POST'], route, authLevel, handler: handlers[name] });
  }
  functions.app.timer('sweep', {
    schedule: config.sweepSchedule,
    retry,
    handler: async () => {
      await handlers.sweep();
    },
  });
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
