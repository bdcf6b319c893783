/** The wait for an account that does not answer at the start: again and again, and never silently. */
import { setTimeout as wait } from 'node:timers/promises';
import { StoreError, type StoreErrorCode } from '@rooms-pro/store';
import type { Log } from '../log.ts';

export type RetryUntilOpenOptions = {
  readonly log: Log;
  /** The store as the log names it. */
  readonly store: string;
  /** Hears of each failure. */
  readonly onWait: () => void;
  readonly signal?: AbortSignal;
  readonly delay?: (ms: number, signal: AbortSignal) => Promise<unknown>;
};

const firstWaitMs = 5_000;
const longestWaitMs = 60_000;

/** What a store says while it cannot be reached. Anything else stays as it is, however long one waits. */
const outOfReach: readonly StoreErrorCode[] = [
  'unavailable',
  'throttled',
  'contended',
  'denied',
  'missing',
  'inUse',
];

/**
 * Opens until that succeeds. A store that cannot be reached is waited for: roles are minutes old at a
 * first deployment, a database may still be provisioned or restored, and a restart would cure none of
 * it. Each failure is one line of the log. Throws any other error at once, and the reason of the signal
 * when that ends the wait.
 */
export async function retryUntilOpen<A>(
  open: () => Promise<A>,
  options: RetryUntilOpenOptions,
): Promise<A> {
  const { log, store, onWait, signal = new AbortController().signal } = options;
  const delay = options.delay ?? ((ms) => wait(ms, undefined, { signal }));
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
    try {
      return await unlessAborted(open(), signal);
    } catch (error) {
      signal.throwIfAborted();
      const fault = reachFault(error);
      if (fault === null) throw error;
      onWait();
      log.error('store.awaited', { ...fault, store, againInSeconds: waitMs / 1000 });
      await delay(waitMs, signal);
    }
  }
}

/** What comes of it after all is of no use any more: the process ends. */
function unlessAborted<A>(opening: Promise<A>, signal: AbortSignal): Promise<A> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    opening.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    if (signal.aborted) abort();
  });
}

/** What keeps the store out of reach, as a sentence; `null`: it is reached, and something else failed. */
function reachFault(error: unknown): { readonly code: string; readonly sentence: string } | null {
  if (error instanceof StoreError) {
    const { code, message: sentence } = error;
    return outOfReach.includes(code) ? { code, sentence } : null;
  }
  if (!isSignIn(error)) return null;
  const sentence =
    'Azure gave this process no identity to sign in to the database with. Check AZURE_CLIENT_ID and that the identity is assigned to the app; one assigned a moment ago takes some minutes.';
  return { code: 'noIdentity', sentence };
}

/** What `@azure/identity` throws; its messages list all that it tried, over many lines. */
function isSignIn(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(CredentialUnavailable|Authentication|AggregateAuthentication|AuthenticationRequired)/.test(
      error.name,
    )
  );
}
