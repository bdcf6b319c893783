/** Waiting that can be ended early. */
import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after this time, or at once when told to stop. */
export type Wait = (ms: number, stopped: AbortSignal) => Promise<void>;

/** Waits by the computer's clock. */
export const waitFor: Wait = async (ms, signal) => {
  await delay(ms, undefined, { signal }).catch(() => {});
};

/** A bell that one sleeper waits for: rung before, during or after, it is heard once. */
export function createBell() {
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
          wake = resolve;
          stopped.addEventListener('abort', () => resolve(), { once: true });
        });
      isRung = false;
      wake = null;
    },
  };
}
