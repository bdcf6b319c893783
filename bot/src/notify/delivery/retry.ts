/**
 * Repeats failed sends that may succeed later. The wait grows with each failure of the conversation and
 * is never shorter than the delay that Teams returned.
 */
import pRetry from 'p-retry';
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
const firstWaitMs = 1000;
const longestWaitMs = 60_000;

export function createDelay({ delay, random, signal, onRetry }: DelayDeps): Delay {
  /**
   * The number of failures in a row, by conversation: during a long outage of Teams the waits become
   * longer.
   */
  const failures = new Map<string, number>();

  function nextWait(conversationId: string, afterMs: number | null): number {
    const failed = failures.get(conversationId) ?? 0;
    failures.set(conversationId, failed + 1);
    const backOff = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failed, 10));
    return Math.max(afterMs ?? 0, Math.round(backOff * (0.5 + random() / 2)));
  }

  return async (conversationId, attempt) => {
    const result = await pRetry(attempt, {
      retries,
      // `onFailedAttempt` waits instead, with the given clock.
      minTimeout: 0,
      signal,
      shouldRetry: ({ error }) => mayWorkLater(error),
      onFailedAttempt: async ({ error }) => {
        if (!(error instanceof SendError) || error.failure.kind !== 'retry') return;
        const { afterMs, status } = error.failure;
        const waitMs = nextWait(conversationId, afterMs);
        onRetry(conversationId, status, waitMs);
        await delay(waitMs);
      },
    });
    failures.delete(conversationId);
    return result;
  };
}

/** Whether another attempt at the same send may succeed. */
export function mayWorkLater(error: unknown): boolean {
  return error instanceof SendError && error.failure.kind === 'retry';
}
