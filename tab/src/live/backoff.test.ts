import { describe, expect, it } from 'vitest';
import { nextDelayMs } from './backoff.ts';

describe('nextDelayMs', () => {
  it('doubles up to half a minute and stays there', () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 1000].map((attempt) => nextDelayMs(attempt, 1));
    expect(longest).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('spreads tabs over the upper half of the wait', () => {
    expect(nextDelayMs(2, 0)).toBe(2000);
    expect(nextDelayMs(2, 0.5)).toBe(3000);
  });
});
