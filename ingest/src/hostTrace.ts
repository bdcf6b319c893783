/** Connects the log lines of a function with the invocation that the Functions host reports. */
import functions from '@azure/functions';
import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';

/** Runs every function in the trace that the host started for it, after `isListening` has resolved. */
export function joinHostTrace(isListening: Promise<unknown>): void {
  functions.app.hook.preInvocation(async (invocation) => {
    const { traceContext } = invocation.invocationContext;
    if (traceContext === undefined) return;
    await isListening;
    const { traceParent: traceparent, traceState: tracestate } = traceContext;
    const parent = propagation.extract(ROOT_CONTEXT, { traceparent, tracestate });
    invocation.functionHandler = context.bind(parent, invocation.functionHandler);
  });
}
