/** One slow clock for every relative time on the page. */
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
  // A clock nobody listened to has stood still.
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

/** The time in milliseconds, a few seconds coarse; the component follows it. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
