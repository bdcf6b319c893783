/** Around every handler: each request is answered, none throws, and the log knows what became of it. */
import { StoreError } from '@rooms-pro/store';
import type { Log, LogEvent } from '../log.ts';
import type { IncomingBody } from './readBody.ts';
import { bugRefusal, type IngestResponse, refusalResponse, storeUnavailable } from './refusal.ts';
import { watchBody } from './watchBody.ts';

/** The names under which the log tells what became of a request. */
export type OutcomeEvents = {
  readonly taken: LogEvent;
  readonly refused: LogEvent;
  readonly failed: LogEvent;
};

type Answerable = { readonly correlationId: string; readonly body: IncomingBody };

/**
 * Wraps a handler so that it answers every request and throws at none, and only once the body is
 * read to its end or was never touched.
 */
export function handleErrors<Request extends Answerable>(
  log: Log,
  events: OutcomeEvents,
  answer: (request: Request) => Promise<IngestResponse>,
): (request: Request) => Promise<IngestResponse> {
  return async (request) => {
    const { correlationId } = request;
    const body = watchBody(request.body);
    const response = await answer({ ...request, body }).catch((error: unknown) => {
      const refusal = error instanceof StoreError ? storeUnavailable : bugRefusal(correlationId);
      log.error(events.failed, { correlationId, code: refusal.code }, error);
      return refusalResponse(refusal);
    });
    const { status } = response;
    if (status >= 400 && status < 500) log.warn(events.refused, { correlationId, status });
    else log.debug(events.taken, { correlationId, status });
    if (await body.settle()) return response;
    return { ...response, headers: { ...response.headers, Connection: 'close' } };
  };
}
