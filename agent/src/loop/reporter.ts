/** Which observations are news: a changed state at once, an unchanged one every hour. */
import type { Observation } from './items.ts';

/** Remembers what was told last of each signal. */
export function createReporter(repeatEveryMs: number) {
  const last = new Map<string, { readonly state: string; readonly atMs: number }>();
  return {
    select(observations: readonly Observation[], nowMs: number): Observation[] {
      return observations.filter(({ signal, state }) => {
        const told = last.get(signal);
        const age = nowMs - (told?.atMs ?? 0);
        // A clock that was set back makes the age negative: tell again.
        return told?.state !== state || age < 0 || age >= repeatEveryMs;
      });
    },
    /** These are kept: until then they stay news. */
    told(observations: readonly Observation[], nowMs: number): void {
      for (const { signal, state } of observations) last.set(signal, { state, atMs: nowMs });
    },
  };
}
