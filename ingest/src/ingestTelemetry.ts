/** The telemetry handler in the shape of Azure Functions; what it does is in `answerTelemetry.ts`. */
import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { createTelemetryAnswer } from './answerTelemetry.ts';
import type { TelemetryDeps } from './deps.ts';

/** Makes the handler of `POST /api/telemetry`. */
export function createIngestTelemetry(
  deps: TelemetryDeps,
): (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit> {
  const answer = createTelemetryAnswer(deps);
  return (request, context) =>
    answer({
      authorization: request.headers.get('authorization'),
      body: {
        contentEncoding: request.headers.get('content-encoding'),
        contentLength: request.headers.get('content-length'),
        bytes: request.body,
      },
      correlationId: context.invocationId,
    });
}
