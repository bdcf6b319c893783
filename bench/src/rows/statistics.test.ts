import { expect, it } from 'vitest';
import { calculatePercentiles, median, percentile } from './statistics.ts';

it('returns the middle value, or the mean of the two middle values', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
});

it('counts percentiles by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(calculatePercentiles(hundred)).toEqual({ p50: 50, p95: 95, p99: 99 });
  expect(percentile([7], 95)).toBe(7);
});
