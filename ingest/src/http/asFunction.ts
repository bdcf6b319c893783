/** Adapts the handlers to Azure Functions. The handlers are in the files `handle….ts`. */
import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { TelemetryDeps } from '../deps.ts';
import { createTelemetryHandler } from '../telemetry/handleTelemetry.ts';
import { type IngestResponse, lengthRequired, refusalResponse } from './refusal.ts';
import { fromFunctions, type IngestRequest, isBodyLost } from './request.ts';

type FunctionHandler = (
  request: HttpRequest,
  context: InvocationContext,
) => Promise<HttpResponseInit>;

/** Turns one of our handlers into a handler for Azure Functions. */
export function asFunction(
  handle: (request: IngestRequest) => Promise<IngestResponse>,
): FunctionHandler {
  return async (request, context) =>
    isBodyLost(request) ? refusalResponse(lengthRequired) : handle(fromFunctions(request, context));
}

/** Creates the handler of `POST /api/telemetry`. */
export function createIngestTelemetry(deps: TelemetryDeps): FunctionHandler {
  return asFunction(createTelemetryHandler(deps));
}
