/** Tries again what may work later: longer each time a conversation fails, never sooner than told. */
import pRetry from 'p-retry';
import { SendError } from './messenger.ts';

export type DelayDeps = {
  readonly delay: (ms: number) => Promise<void>;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onRetry: (conversationId: string, status: number | null, waitMs: number) => void;
};

/** Runs a send, again where that may help; throws its error when it does not help for now. */
export type Delay = <T>(conversationId: string, attempt: () => Promise<T>) => Promise<T>;

/** Attempts at one send before the rest of the conversation gets a chance. */
const retries = 4;
const firstWaitMs = 1000;
const longestWaitMs = 60_000;

export function createDelay({ delay, random, signal, onRetry }: DelayDeps): Delay {
  /** How often in a row a conversation has failed: a lasting outage is asked after less and less. */
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
      // The waiting is done here, on the clock that was handed in.
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

/** Whether the same send may work later. */
export function mayWorkLater(error: unknown): boolean {
  return error instanceof SendError && error.failure.kind === 'retry';
}
