/**
 * Repeats failed sends that may succeed later. The wait grows with each failure of the conversation and
 * is never shorter than the delay that Teams returned.
 */
import { backOffMs, retry } from '@rooms-pro/async';
import { SendError } from './messenger.ts';

export type DelayDeps = {
  readonly delay: (ms: number) => Promise<void>;
  /** Returns a random number from 0 to 1, for the jitter. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onRetry: (conversationId: string, status: number | null, waitMs: number) => void;
};

/**
 * Runs a send, and repeats it when another attempt may succeed. Throws the last error when all attempts
 * fail.
 */
export type Delay = <T>(conversationId: string, attempt: () => Promise<T>) => Promise<T>;

/** The number of retries of one send before the other items of the conversation are sent. */
const retries = 4;
const limits = { firstMs: 1000, longestMs: 60_000 };

export function createDelay({ delay, random, signal, onRetry }: DelayDeps): Delay {
  /**
   * The number of failures in a row, by conversation: during a long outage of Teams the waits become
   * longer.
   */
  const failures = new Map<string, number>();

  function nextWait(conversationId: string, afterMs: number | null): number {
    const failed = failures.get(conversationId) ?? 0;
    failures.set(conversationId, failed + 1);
    return Math.max(afterMs ?? 0, Math.round(backOffMs(limits, failed + 1, random())));
  }

  return async (conversationId, attempt) => {
    let last: SendError | null = null;
    const attemptUnlessStopped = () => {
      signal.throwIfAborted();
      // The other items of the conversation also wait after the last failure.
      if (last !== null) throw last;
      return attempt();
    };
    const result = await retry(attemptUnlessStopped, {
      waitMs(error, failed) {
        if (last !== null || !(error instanceof SendError) || error.failure.kind !== 'retry')
          return null;
        const { afterMs, status } = error.failure;
        const waitMs = nextWait(conversationId, afterMs);
        onRetry(conversationId, status, waitMs);
        if (failed > retries) last = error;
        return waitMs;
      },
      delay,
    });
    failures.delete(conversationId);
    return result;
  };
}

/** Whether another attempt at the same send may succeed. */
export function mayWorkLater(error: unknown): boolean {
  return error instanceof SendError && error.failure.kind === 'retry';
}
