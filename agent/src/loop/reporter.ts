/** Selects the observations to report: a changed state at once, an unchanged state every hour. */
import type { Observation } from './items.ts';

/** Creates the reporter. It stores the last reported state of each signal. */
export function createReporter(repeatEveryMs: number) {
  const last = new Map<string, { readonly state: string; readonly atMs: number }>();
  return {
    selectDue(observations: readonly Observation[], nowMs: number): Observation[] {
      return observations.filter(({ signal, state }) => {
        const markReported = last.get(signal);
        const age = nowMs - (markReported?.atMs ?? 0);
        // A clock that was set back makes the age negative: report again.
        return markReported?.state !== state || age < 0 || age >= repeatEveryMs;
      });
    },
    /** Call this when the observations are in the spool; until then `selectDue` returns them again. */
    markReported(observations: readonly Observation[], nowMs: number): void {
      for (const { signal, state } of observations) last.set(signal, { state, atMs: nowMs });
    },
  };
}
