/**
 * How the program ends: the Functions host kills a worker that takes longer than five seconds, even
 * when a service does not respond.
 */

import type { FunctionHandlers } from './functions.ts';
import { withTimeout } from './http/within.ts';

/** Together under the host's five seconds. What was not confirmed by then is sent again. */
const handlersWithinMs = 2_500;
const serviceWithinMs = 2_000;

/** The calls that run, and the way to wait for them. */
export function createRunningCalls() {
  const running = new Set<Promise<unknown>>();

  function track<Parts extends unknown[], Result>(
    handler: (...parts: Parts) => Result | Promise<Result>,
  ): (...parts: Parts) => Promise<Result> {
    return async (...parts) => {
      const call = (async () => handler(...parts))();
      running.add(call);
      try {
        return await call;
      } finally {
        running.delete(call);
      }
    };
  }

  return {
    /** The same handlers; each of their calls is known until it ends. */
    trackAll(handlers: FunctionHandlers): FunctionHandlers {
      const { collect } = handlers;
      return {
        ingestTelemetry: track(handlers.ingestTelemetry),
        enrol: track(handlers.enrol),
        rotateKey: track(handlers.rotateKey),
        deviceState: track(handlers.deviceState),
        takeAttachment: track(handlers.takeAttachment),
        ready: track(handlers.ready),
        sweep: track(handlers.sweep),
        takeEvents: track(handlers.takeEvents),
        ...(collect ? { collect: track(collect) } : {}),
      };
    },
    /** Resolves once no call runs. */
    async ended(): Promise<void> {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

export type Ending = {
  /** Resolves once no handler runs. */
  readonly ended: () => Promise<void>;
  /** Each lets go of one service; none waits for another. */
  readonly services: readonly (() => Promise<unknown>)[];
};

/** Waits for the handlers, then lets go of the services, each within its time. Never rejects. */
export async function shutDown({ ended, services }: Ending): Promise<void> {
  await withTimeout(handlersWithinMs, ended());
  await Promise.all(
    services.map((service) => withTimeout(serviceWithinMs, service()).catch(() => null)),
  );
}
