/** The pause of the sender after each outcome. It counts consecutive failures. */
import { backOffMs, withJitter } from './backoff.ts';

export type SendPacingDeps = {
  readonly random: () => number;
  readonly requestsPerSecond: number;
  readonly beatEveryMs: number;
};

const maxPauseMs = 300_000;

/** Creates the pacing of one sender. */
export function createSendPacing({ random, requestsPerSecond, beatEveryMs }: SendPacingDeps) {
  const longestMs = Math.min(maxPauseMs, beatEveryMs);
  let failures = 0;
  return {
    /** After a processed request: at most `requestsPerSecond`. */
    afterSuccess: (): number => (1_000 / requestsPerSecond) * (1 + random() / 2),
    /** After a refused key: a person must act, so frequent retries are of no use. */
    afterKeyRefused: (): number => beatEveryMs * (1 + random()),
    /** After a failure: the pause grows with each failure and is never shorter than the platform requested. */
    afterFailure(retryAfterMs: number | null): number {
      failures += 1;
      const backOff = backOffMs(failures, longestMs, random);
      return retryAfterMs === null ? backOff : Math.max(backOff, withJitter(retryAfterMs, random));
    },
    failures: (): number => failures,
    reset(): void {
      failures = 0;
    },
  };
}
