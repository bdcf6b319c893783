/**
 * Reads a body that must arrive at a minimum rate, so that a slow sender does not use a slot for
 * hours.
 */
import { within } from '@rooms-pro/async';

export type MinimumRate = {
  readonly bytesPerSecond: number;
  /** The length of a period. The rate is checked once in each period. */
  readonly everyMs: number;
};

/** The default for files of people: 100 MB take at most 27 minutes. */
export const uploadRate: MinimumRate = { bytesPerSecond: 64 * 1024, everyMs: 30_000 };

/**
 * Yields the same pieces. Throws `tooSlow()` when less than the rate arrived in one period. Only
 * the time counts in which the reader waits for the sender, because a slow store is not the
 * sender's fault.
 */
export function atMinimumRate(
  from: AsyncIterator<Uint8Array>,
  rate: MinimumRate,
  tooSlow: () => Error,
): AsyncIterator<Uint8Array> {
  const needed = (rate.bytesPerSecond * rate.everyMs) / 1000;
  let waitedMs = 0;
  let bytes = 0;

  async function next(): Promise<IteratorResult<Uint8Array>> {
    const piece = from.next();
    for (;;) {
      const startedMs = performance.now();
      const arrived = await within(rate.everyMs - waitedMs, piece);
      waitedMs += performance.now() - startedMs;
      if (arrived?.done) return arrived;
      bytes += arrived?.value.byteLength ?? 0;
      if (arrived === null || waitedMs >= rate.everyMs) {
        if (bytes < needed) throw tooSlow();
        waitedMs = 0;
        bytes = 0;
      }
      if (arrived !== null) return arrived;
    }
  }

  return { next };
}
