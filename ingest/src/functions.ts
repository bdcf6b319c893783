/** The thin shell: tells Azure Functions which handler runs when. Handlers know nothing of it. */
// Named imports of this package type-check and crash at run time: only the default export exists.

import type { HttpHandler } from '@azure/functions';
import functions from '@azure/functions';
import type { IngestConfig } from './config.ts';
import type { Sweep } from './sweep.ts';

export type FunctionHandlers = {
  readonly ingestTelemetry: HttpHandler;
  readonly sweep: Sweep;
};

/**
 * Registers the handlers with the host. Whoever calls it composes them around a store that every
 * instance shares; the embedded store is no such store.
 */
export function registerFunctions(handlers: FunctionHandlers, config: IngestConfig): void {
  functions.app.http('ingestTelemetry', {
    methods: ['POST'],
    route: 'telemetry',
    // The keys are our own: the handler judges them.
    authLevel: 'anonymous',
    handler: handlers.ingestTelemetry,
  });
  functions.app.timer('sweep', {
    schedule: config.sweepSchedule,
    handler: async () => {
      await handlers.sweep();
    },
  });
}
