/** The handlers in the shape of Azure Functions; what each does is in its `handle….ts`. */
import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { TelemetryDeps } from '../deps.ts';
import { createTelemetryHandler } from '../telemetry/handleTelemetry.ts';
import { type IngestResponse, lengthRequired, refusalResponse } from './refusal.ts';
import { fromFunctions, type IngestRequest, isBodyLost } from './request.ts';

type FunctionHandler = (
  request: HttpRequest,
  context: InvocationContext,
) => Promise<HttpResponseInit>;

/** Any of our handlers as one of Azure Functions. */
export function asFunction(
  answer: (request: IngestRequest) => Promise<IngestResponse>,
): FunctionHandler {
  return async (request, context) =>
    isBodyLost(request) ? refusalResponse(lengthRequired) : answer(fromFunctions(request, context));
}

/** Makes the handler of `POST /api/telemetry`. */
export function createIngestTelemetry(deps: TelemetryDeps): FunctionHandler {
  return asFunction(createTelemetryHandler(deps));
}
