/**
 * The end of the program: the Functions host kills a worker that takes longer than five seconds to end,
 * so no service that does not respond may delay the end.
 */

import { within } from '@rooms-pro/async';
import type { FunctionHandlers } from './functions.ts';

/** Together below the five seconds of the host. Senders repeat unconfirmed messages. */
const handlersTimeoutMs = 2_500;
const serviceTimeoutMs = 2_000;

/** Tracks running calls, so that the shutdown can wait for them. */
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
    /** Returns the same handlers, with tracked calls. */
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
    /** Resolves when no call runs. */
    async ended(): Promise<void> {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

export type Ending = {
  /** Resolves when no handler runs. */
  readonly ended: () => Promise<void>;
  /** Each function closes one service; no function waits for another. */
  readonly services: readonly (() => Promise<unknown>)[];
};

/** Waits for the handlers, then closes the services, each with a time limit. Never rejects. */
export async function shutDown({ ended, services }: Ending): Promise<void> {
  await within(handlersTimeoutMs, ended());
  await Promise.all(
    services.map((service) => within(serviceTimeoutMs, service()).catch(() => null)),
  );
}
