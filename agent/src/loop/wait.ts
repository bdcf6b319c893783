/** Waiting that can be ended early. */
import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after this time, or at once when told to stop. */
export type Wait = (ms: number, stopped: AbortSignal) => Promise<void>;

/** Waits by the computer's clock. */
export const waitFor: Wait = async (ms, signal) => {
  await delay(ms, undefined, { signal }).catch(() => {});
};

/** A bell that one sleeper waits for: rung before, during or after, it is heard once. */
export function createWakeSignal() {
  let isRung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      isRung = true;
      wake?.();
    },
    async heard(stopped: AbortSignal): Promise<void> {
      if (!isRung && !stopped.aborted)
        await new Promise<void>((resolve) => {
          const end = () => {
            // The signal lives as long as the service: what is left on it is left for months.
            stopped.removeEventListener('abort', end);
            resolve();
          };
          wake = end;
          stopped.addEventListener('abort', end);
        });
      isRung = false;
      wake = null;
    },
  };
}

/**
 * Does something that must end within this time or when told to stop, and leaves nothing on the
 * signal. Not `AbortSignal.any`: older versions of Node keep every signal that was ever made by it.
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

/** The reason of what ended because its time was over. */
export const noAnswer = 'no answer in time';
