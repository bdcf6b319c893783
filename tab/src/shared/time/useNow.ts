/** One slow clock for all relative times on the page. */
import { useSyncExternalStore } from 'react';

const stepMs = 5000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  // Without listeners the clock does not run, so the first listener updates it.
  if (timer === null) now = Date.now();
  listeners.add(listener);
  timer ??= setInterval(tick, stepMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/**
 * The current time in milliseconds, accurate to a few seconds. The component renders again when it
 * changes.
 */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
