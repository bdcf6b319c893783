/** How long the Cosmos store insists: bounded retries that wait as told, or longer each time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { faultOf, isTransient } from './cosmosErrors.ts';

export type RetryOptions = {
  /** Tries of one request before giving up. Default 12. */
  readonly tries?: number;
  /** The second try comes after at most this; each later one after at most twice the last. Default 20. */
  readonly firstWaitMs?: number;
  /** No wait of our own is longer. Default 4,000. */
  readonly longestWaitMs?: number;
  /** Chance between 0 and 1, so that those who failed together do not come back together. */
  readonly random?: () => number;
  readonly wait?: (ms: number) => Promise<unknown>;
};

/** Tries again what may pass; waits between tries. */
export type Retry = {
  /** Calls until it succeeds, fails for good, or the tries are used up; then throws the last error. */
  insist<A>(call: () => Promise<A>): Promise<A>;
  /** The pause before try `n + 1` of something that `retryUntilOpen` cannot know about. */
  pause(tried: number): Promise<unknown>;
};

/** Makes the patience of one store; chance and waiting come from outside. */
export function createRetry(options: RetryOptions = {}): Retry {
  const { tries = 12, firstWaitMs = 20, longestWaitMs = 4000 } = options;
  const { random = Math.random, wait = sleep } = options;

  function waitMs(tried: number, retryAfterMs: number | null): number {
    const longest = Math.min(longestWaitMs, firstWaitMs * 2 ** (tried - 1));
    // Told when to come back: not before, and not all at the same moment.
    if (retryAfterMs !== null) return retryAfterMs + random() * longest;
    return longest / 2 + (random() * longest) / 2;
  }

  return {
    async insist(call) {
      for (let tried = 1; ; tried += 1) {
        try {
          return await call();
        } catch (error) {
          const fault = faultOf(error);
          if (fault === null || !isTransient(fault) || tried >= tries) throw error;
          await wait(waitMs(tried, fault.retryAfterMs));
        }
      }
    },
    pause: (tried) => wait(waitMs(tried, null)),
  };
}
