/**
 * Azure Functions wants every function registered while the program loads, when no database has
 * been asked yet: these handlers open ingest at the first call, and try again when that failed.
 */
import type { HttpHandler } from '@azure/functions';
import type { Ingest } from './compose.ts';
import type { FunctionHandlers } from './functions.ts';
import { notReady } from './http/handleReady.ts';
import { refusalResponse, storeUnavailable } from './http/refusal.ts';
import type { Log } from './log.ts';

/** Handlers that open ingest when first needed; `store` names it in the log. `stop` does nothing when they never were. */
export function createLazyIngest(open: () => Promise<Ingest>, log: Log, store: string): Ingest {
  let opening: Promise<Ingest> | null = null;

  function ingest(): Promise<Ingest> {
    opening ??= open().catch((error: unknown) => {
      opening = null;
      log.error('store.failed', { store }, error);
      throw error;
    });
    return opening;
  }

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
      const opened = await opening?.catch(() => null);
      await opened?.stop();
    },
  } satisfies FunctionHandlers & Pick<Ingest, 'stop'>;
}
