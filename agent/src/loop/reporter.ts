/** Which observations are news: a changed state at once, an unchanged one every hour. */
import type { Observation } from './items.ts';

export type Reporter = (observations: readonly Observation[], nowMs: number) => Observation[];

/** Remembers what was told last of each signal. */
export function createReporter(repeatEveryMs: number): Reporter {
  const told = new Map<string, { readonly state: string; readonly atMs: number }>();
  return (observations, nowMs) =>
    observations.filter(({ signal, state }) => {
      const last = told.get(signal);
      const age = nowMs - (last?.atMs ?? 0);
      // A clock that was set back makes the age negative: tell again.
      if (last?.state === state && age >= 0 && age < repeatEveryMs) return false;
      told.set(signal, { state, atMs: nowMs });
      return true;
    });
}
