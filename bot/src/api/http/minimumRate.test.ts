import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { atMinimumRate } from './minimumRate.ts';

const rate = { bytesPerSecond: 1_000, everyMs: 30_000 };
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A sender who sends this much after each wait, and then ends. */
async function* sender(...pieces: readonly [waitMs: number, bytes: number][]) {
  for (const [waitMs, bytes] of pieces) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    yield new Uint8Array(bytes);
  }
}

/** How many bytes are read before it ends; `readMs`: how long the reader takes for each piece. */
function read(from: AsyncIterator<Uint8Array>, readMs = 0) {
  const seen = { bytes: 0, end: '' };
  const body = atMinimumRate(from, rate, () => new Error('too slow'));
  const reading = async () => {
    for (;;) {
      const next = await body.next();
      if (next.done) return 'whole';
      seen.bytes += next.value.byteLength;
      if (readMs > 0) await new Promise((resolve) => setTimeout(resolve, readMs));
    }
  };
  reading().then(
    (end) => {
      seen.end = end;
    },
    (error: Error) => {
      seen.end = error.message;
    },
  );
  return seen;
}

describe('atMinimumRate', () => {
  it('accepts a body that keeps the rate in every period, however long it takes', async () => {
    const seen = read(
      sender(...Array.from({ length: 100 }, () => [10_000, 10_100] as [number, number])),
    );
    await vi.advanceTimersByTimeAsync(1_000_000);
    expect(seen).toEqual({ bytes: 1_010_000, end: 'whole' });
  });

  it('accepts a small body within almost one period', async () => {
    const seen = read(sender([29_999, 1]));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(seen).toEqual({ bytes: 1, end: 'whole' });
  });

  it.each([
    ['that never begins', [[1e9, 1]], 30_000],
    [
      'that stops',
      [
        [10, 100_000],
        [1e9, 1],
      ],
      60_000,
    ],
    ['that trickles', Array.from({ length: 10_000 }, () => [1_000, 900]), 30_000],
    [
      'that becomes slow',
      [[1_000, 50_000_000], ...Array.from({ length: 10_000 }, () => [1_000, 1])],
      60_000,
    ],
  ] as [string, [number, number][], number][])('ends a body %s', async (_what, pieces, afterMs) => {
    const seen = read(sender(...pieces));
    await vi.advanceTimersByTimeAsync(afterMs - 1);
    expect(seen.end).toBe('');
    await vi.advanceTimersByTimeAsync(1);
    expect(seen.end).toBe('too slow');
  });

  it('does not count the time of the reader', async () => {
    const seen = read(sender([10_000, 12_000], [10_000, 12_000], [9_000, 12_000]), 600_000);
    await vi.advanceTimersByTimeAsync(3_000_000);
    expect(seen).toEqual({ bytes: 36_000, end: 'whole' });
  });
});
