/** Around every handler: each request is answered, none throws, and the log knows what became of it. */
import { StoreUnavailable } from './atStore.ts';
import type { Log, LogEvent } from './log.ts';
import { answerRefusal, bugIn, type IngestResponse, storeUnavailable } from './refusal.ts';

/** The names under which the log tells what became of a request. */
export type OutcomeEvents = {
  readonly taken: LogEvent;
  readonly refused: LogEvent;
  readonly failed: LogEvent;
};

/** Wraps a handler so that it answers every request and throws at none. */
export function answerAll<Request extends { readonly correlationId: string }>(
  log: Log,
  events: OutcomeEvents,
  answer: (request: Request) => Promise<IngestResponse>,
): (request: Request) => Promise<IngestResponse> {
  return async (request) => {
    const { correlationId } = request;
    const response = await answer(request).catch((error: unknown) => {
      const refusal = error instanceof StoreUnavailable ? storeUnavailable : bugIn(correlationId);
      log.error(events.failed, { correlationId, code: refusal.code }, error);
      return answerRefusal(refusal);
    });
    const { status } = response;
    if (status >= 400 && status < 500) log.warn(events.refused, { correlationId, status });
    else log.debug(events.taken, { correlationId, status });
    return response;
  };
}
