/** How long the sender rests after each outcome; it counts failures in a row. */
import { backOffMs, scattered } from './backoff.ts';

export type SendPacingDeps = {
  readonly random: () => number;
  readonly requestsPerSecond: number;
  readonly beatEveryMs: number;
};

const longestPauseMs = 300_000;

/** Makes the pauses of one sender. */
export function createSendPacing({ random, requestsPerSecond, beatEveryMs }: SendPacingDeps) {
  const longestMs = Math.min(longestPauseMs, beatEveryMs);
  let failures = 0;
  return {
    /** After a request that was understood: no more than so many a second. */
    pace: (): number => (1_000 / requestsPerSecond) * (1 + random() / 2),
    /** After a key that was refused: a person must act, and asking often helps nobody. */
    slow: (): number => beatEveryMs * (1 + random()),
    /** After a failure: longer each time, and never earlier than the platform asked. */
    afterFailure(retryAfterMs: number | null): number {
      failures += 1;
      const backOff = backOffMs(failures, longestMs, random);
      return retryAfterMs === null ? backOff : Math.max(backOff, scattered(retryAfterMs, random));
    },
    failures: (): number => failures,
    reset(): void {
      failures = 0;
    },
  };
}
