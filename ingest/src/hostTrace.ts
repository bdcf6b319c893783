/** What a function logs stands with the invocation that the Functions host itself tells of. */
import functions from '@azure/functions';
import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';

/** Runs every function in the trace that the host began for it, once `isListening` has resolved. */
export function joinHostTrace(isListening: Promise<unknown>): void {
  functions.app.hook.preInvocation(async (invocation) => {
    const { traceContext } = invocation.invocationContext;
    if (traceContext === undefined) return;
    await isListening;
    const { traceParent: traceparent, traceState: tracestate } = traceContext;
    const begun = propagation.extract(ROOT_CONTEXT, { traceparent, tracestate });
    invocation.functionHandler = context.bind(begun, invocation.functionHandler);
  });
}
