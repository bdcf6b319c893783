/** Waits that an abort signal can end early. */
import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after this time, or at once when `stopped` is aborted. */
export type Wait = (ms: number, stopped: AbortSignal) => Promise<void>;

/** Waits with a timer. */
export const waitFor: Wait = async (ms, signal) => {
  await delay(ms, undefined, { signal }).catch(() => {});
};

/** A signal that wakes one waiting loop. A signal before the wait ends the next wait at once. */
export function createWakeSignal() {
  let isSignalled = false;
  let wake: (() => void) | null = null;
  return {
    signal() {
      isSignalled = true;
      wake?.();
    },
    async wait(stopped: AbortSignal): Promise<void> {
      if (!isSignalled && !stopped.aborted)
        await new Promise<void>((resolve) => {
          const end = () => {
            // `stopped` exists as long as the service, so a remaining listener would stay for months.
            stopped.removeEventListener('abort', end);
            resolve();
          };
          wake = end;
          stopped.addEventListener('abort', end);
        });
      isSignalled = false;
      wake = null;
    },
  };
}

/**
 * Runs work that must end within this time or when `stopped` is aborted; leaves no listener on `stopped`.
 * Does not use `AbortSignal.any`, because older versions of Node never release the signals that it creates.
 */
export async function within<T>(
  ms: number,
  stopped: AbortSignal,
  work: (ended: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const end = () => ending.abort(stopped.reason);
  if (stopped.aborted) end();
  stopped.addEventListener('abort', end);
  const timer = setTimeout(() => ending.abort(new Error(noAnswer)), ms);
  try {
    return await work(ending.signal);
  } finally {
    clearTimeout(timer);
    stopped.removeEventListener('abort', end);
  }
}

/** The error reason of work that exceeded its time limit. */
export const noAnswer = 'no response in time';
