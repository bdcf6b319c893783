/** Retries until the store opens. Each failure is logged. */
import { setTimeout as wait } from 'node:timers/promises';
import { backOffMs, retry } from '@rooms-pro/async';
import { StoreError, type StoreErrorCode } from '@rooms-pro/store';
import type { Log } from '../log.ts';

export type RetryUntilOpenOptions = {
  readonly log: Log;
  /** The store as the log names it. */
  readonly store: string;
  /** Called after each failure. */
  readonly onWait: () => void;
  readonly signal?: AbortSignal;
  readonly delay?: (ms: number, signal: AbortSignal) => Promise<unknown>;
};

const backOff = { firstMs: 5_000, longestMs: 60_000 };

/** The error codes of an unreachable store. A wait does not change any other error. */
const unreachableCodes: readonly StoreErrorCode[] = [
  'unavailable',
  'throttled',
  'contended',
  'denied',
  'missing',
  'inUse',
];

/**
 * Calls `open` until it succeeds. An unreachable store is retried: after a first deployment the roles take
 * minutes, a database may still be provisioned or restored, and a restart of the bot would not help. Each
 * failure is one log line. Throws any other error at once, and the reason of the signal when it aborts.
 */
export async function retryUntilOpen<A>(
  open: () => Promise<A>,
  options: RetryUntilOpenOptions,
): Promise<A> {
  const { log, store, onWait, signal = new AbortController().signal } = options;
  const delay = options.delay ?? ((ms) => wait(ms, undefined, { signal }));
  return retry(() => unlessAborted(open(), signal), {
    waitMs(error, failures) {
      signal.throwIfAborted();
      const fault = unreachableReason(error);
      if (fault === null) return null;
      const waitMs = backOffMs(backOff, failures);
      onWait();
      log.error('store.awaited', { ...fault, store, againInSeconds: waitMs / 1000 });
      return waitMs;
    },
    delay: (ms) => delay(ms, signal),
  });
}

/** Rejects when the signal aborts. The later result of `opening` is ignored, because the process ends. */
function unlessAborted<A>(opening: Promise<A>, signal: AbortSignal): Promise<A> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    opening.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    if (signal.aborted) abort();
  });
}

/** Why the store is unreachable; `null`: it is reachable, and another error occurred. */
function unreachableReason(
  error: unknown,
): { readonly code: string; readonly sentence: string } | null {
  if (error instanceof StoreError) {
    const { code, message: sentence } = error;
    return unreachableCodes.includes(code) ? { code, sentence } : null;
  }
  if (!isSignInError(error)) return null;
  const sentence =
    'Azure gave this process no identity to sign in to the database with. Check AZURE_CLIENT_ID and that the identity is assigned to the app. A new assignment takes some minutes.';
  return { code: 'noIdentity', sentence };
}

/** Whether `@azure/identity` threw the error. Its messages list every attempt, over many lines. */
function isSignInError(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(CredentialUnavailable|Authentication|AggregateAuthentication|AuthenticationRequired)/.test(
      error.name,
    )
  );
}
