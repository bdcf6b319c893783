/** Compares the device's clock with the platform's clock and corrects times. */
import type { Observation } from './items.ts';

const tolerableMs = 5 * 60_000;
/** Response times vary, so the stored offset changes only when the clock itself has moved. */
const noticeableMs = 60_000;

export type PlatformClock = {
  /** Records how far the platform's clock is ahead of the device's clock. */
  recordOffset(aheadMs: number): void;
  /** Corrects a time of the device's clock. A clock that is about right is not corrected. */
  correct(at: Date): Date;
  /** The observation `time-drift`; `null` before the first response of the platform. */
  observation(): Observation | null;
};

/** Creates the clock; the offset is unknown at first. */
export function createPlatformClock(): PlatformClock {
  let aheadMs: number | null = null;
  return {
    recordOffset(nextMs) {
      if (aheadMs === null || Math.abs(nextMs - aheadMs) > noticeableMs) aheadMs = nextMs;
    },
    correct(at) {
      const isOff = aheadMs !== null && Math.abs(aheadMs) > tolerableMs;
      return isOff ? new Date(at.getTime() + (aheadMs ?? 0)) : at;
    },
    observation: () => (aheadMs === null ? null : evaluateOffset(aheadMs)),
  };
}

function evaluateOffset(aheadMs: number): Observation {
  const signal = 'time-drift';
  if (Math.abs(aheadMs) <= tolerableMs) return { signal, state: 'healthy' };
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  const direction = aheadMs > 0 ? 'behind' : 'ahead of';
  const detail = `The clock of the device is ${minutes} minutes ${direction} the platform's.`;
  return { signal, state: 'unhealthy', detail };
}
