/**
 * Azure Functions requires that every function is registered while the program loads, before the database
 * is open. These handlers open ingest at the first call, and try again after a failure.
 */
import type { HttpHandler } from '@azure/functions';
import { keepResult } from '@rooms-pro/async';
import type { Ingest } from './compose.ts';
import type { FunctionHandlers } from './functions.ts';
import { notReady } from './http/handleReady.ts';
import { refusalResponse, storeUnavailable } from './http/refusal.ts';
import type { Log } from './log.ts';

/** Creates handlers that open ingest at the first call. `store` is the name of the store in the log. Without a call `stop` does nothing. */
export function createLazyIngest(open: () => Promise<Ingest>, log: Log, store: string): Ingest {
  const ingest = keepResult(() =>
    open().catch((error: unknown) => {
      log.error('store.failed', { store }, error);
      throw error;
    }),
  );

  const http =
    (
      name: 'ingestTelemetry' | 'enrol' | 'rotateKey' | 'deviceState' | 'takeAttachment',
    ): HttpHandler =>
    async (request, context) => {
      const opened = await ingest().catch(() => null);
      return opened === null ? refusalResponse(storeUnavailable) : opened[name](request, context);
    };

  return {
    ingestTelemetry: http('ingestTelemetry'),
    enrol: http('enrol'),
    rotateKey: http('rotateKey'),
    deviceState: http('deviceState'),
    takeAttachment: http('takeAttachment'),
    async ready(request, context) {
      const opened = await ingest().catch(() => null);
      return opened === null ? notReady : opened.ready(request, context);
    },
    takeEvents: async (events, correlationId, takenAt) =>
      (await ingest()).takeEvents(events, correlationId, takenAt),
    sweep: async () => (await ingest()).sweep(),
    collect: async () => (await ingest()).collect?.(),
    async stop() {
      const opened = await ingest.peek()?.catch(() => null);
      await opened?.stop();
    },
  } satisfies FunctionHandlers & Pick<Ingest, 'stop'>;
}
