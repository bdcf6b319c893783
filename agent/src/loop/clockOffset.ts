/** The device's clock beside the platform's: whether it is right, and what time it is in truth. */
import type { Observation } from './items.ts';

const tolerableMs = 5 * 60_000;
/** Answers travel for different times; the correction moves only when the clock itself has moved. */
const noticeableMs = 60_000;

export type PlatformClock = {
  /** Hears how far the platform's clock is ahead of the device's. */
  hear(aheadMs: number): void;
  /** The time that the device's clock should show. A clock that is about right is left alone. */
  correct(at: Date): Date;
  /** What is known of the clock, as an observation; `null` before the platform has answered. */
  judge(): Observation | null;
};

/** Begins without knowing anything of the platform's clock. */
export function createPlatformClock(): PlatformClock {
  let aheadMs: number | null = null;
  return {
    hear(nextMs) {
      if (aheadMs === null || Math.abs(nextMs - aheadMs) > noticeableMs) aheadMs = nextMs;
    },
    correct(at) {
      const isOff = aheadMs !== null && Math.abs(aheadMs) > tolerableMs;
      return isOff ? new Date(at.getTime() + (aheadMs ?? 0)) : at;
    },
    judge: () => (aheadMs === null ? null : judgeDrift(aheadMs)),
  };
}

function judgeDrift(aheadMs: number): Observation {
  const signal = 'time-drift';
  if (Math.abs(aheadMs) <= tolerableMs) return { signal, state: 'healthy' };
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  const direction = aheadMs > 0 ? 'behind' : 'ahead of';
  const detail = `The clock of the device is ${minutes} minutes ${direction} the platform's.`;
  return { signal, state: 'unhealthy', detail };
}
