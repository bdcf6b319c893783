/** Which looks at the device show a fault: not while it starts or restarts, and not a single one. */
import type { AskPowerShell } from './powerShell.ts';
import type { SeenBook } from './seenParts.ts';

/** What a look at the device needs. */
export type LookDeps = {
  readonly ask: AskPowerShell;
  readonly maintenance: Maintenance;
  readonly seen: SeenBook;
};

/** After a start of the device, or a restart that was ordered, so long is missing no fault. */
const graceMs = 10 * 60_000;

export type Maintenance = {
  /** Notes that something runs that may restart the app or the device. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Whether such work runs, or the device or the app has only just been started. */
  isOn(): boolean;
};

/** `uptimeMs`: how long the device has been up; a clock that is set does not change it. */
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

/** Counts looks in a row that found something missing. */
export function createMissingLooks() {
  let count = 0;
  return {
    /** Whether it has been missing for at least so many looks in a row, this one included. */
    isMissing(looks = 2): boolean {
      count += 1;
      return count >= looks;
    },
    reset(): void {
      count = 0;
    },
  };
}
