/** Prevents false faults: while the device or the app starts, and after a single failed check. */
import type { RunScript } from './powerShell.ts';
import type { SeenPartsStore } from './seenParts.ts';

/** What each check of the device needs. */
export type CheckDeps = {
  readonly runScript: RunScript;
  readonly maintenance: Maintenance;
  readonly seen: SeenPartsStore;
};

/** For this time after a start or a commanded restart, a missing part is not a fault. */
const graceMs = 10 * 60_000;

export type Maintenance = {
  /** Runs `work` that may restart the app or the device. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Whether such work is running, or ended or the device started less than ten minutes ago. */
  isOn(): boolean;
};

/** `uptimeMs` returns the time since the device started; setting the clock does not change this time. */
export function createMaintenance(uptimeMs: () => number): Maintenance {
  let running = 0;
  let endedAtMs = 0;
  return {
    async during(work) {
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
        endedAtMs = uptimeMs();
      }
    },
    isOn: () => running > 0 || uptimeMs() - endedAtMs < graceMs,
  };
}

/** Counts consecutive checks that found a part missing. */
export function createMissingCounter() {
  let count = 0;
  return {
    /** Counts this check and returns whether the part was missing in at least `checksInRow` consecutive checks. */
    isMissing(checksInRow = 2): boolean {
      count += 1;
      return count >= checksInRow;
    },
    reset(): void {
      count = 0;
    },
  };
}
