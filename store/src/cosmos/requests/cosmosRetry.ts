/** Retries of the Cosmos store: bounded, with the wait that the account requests or a growing wait. */
import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs, retry } from '@rooms-pro/async';
import { findFault, isTransient } from './cosmosErrors.ts';

export type RetryOptions = {
  /** Maximum tries of one request. Default 12. */
  readonly tries?: number;
  /** Longest wait before the second try, in ms; it doubles for each later try. Default 20. */
  readonly firstWaitMs?: number;
  /** Upper limit of the waits that the store chooses itself, in ms. Default 4,000. */
  readonly longestWaitMs?: number;
  /** A random number between 0 and 1, so that processes that failed together do not retry together. */
  readonly random?: () => number;
  readonly wait?: (ms: number) => Promise<unknown>;
};

/** Retries transient faults, with a wait between the tries. */
export type Retry = {
  /** Calls until the call succeeds, fails permanently, or uses up its tries; then throws the last error. */
  run<A>(call: () => Promise<A>): Promise<A>;
  /** The wait before try `tried + 1`, for retries outside `run`. */
  pause(tried: number): Promise<unknown>;
};

/** Creates the retries of one store. Random numbers and waiting come from the options. */
export function createRetry(options: RetryOptions = {}): Retry {
  const { tries = 12, firstWaitMs = 20, longestWaitMs = 4000 } = options;
  const { random = Math.random, wait = sleep } = options;

  const backOff = { firstMs: firstWaitMs, longestMs: longestWaitMs };

  function waitMs(tried: number, retryAfterMs: number | null): number {
    // The account requested this wait: wait at least so long, plus a random time.
    if (retryAfterMs !== null) return retryAfterMs + random() * backOffMs(backOff, tried);
    return backOffMs(backOff, tried, random());
  }

  /** `null`: the fault is permanent, or no try is left. */
  function waitAfter(error: unknown, tried: number): number | null {
    const fault = findFault(error);
    if (fault === null || !isTransient(fault) || tried >= tries) return null;
    return waitMs(tried, fault.retryAfterMs);
  }

  return {
    run: (call) => retry(call, { waitMs: waitAfter, delay: wait }),
    pause: (tried) => wait(waitMs(tried, null)),
  };
}
