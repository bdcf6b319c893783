import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRateLimit } from './rateLimit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('accepts a limited number of each kind per minute, and then reports how many it suppressed', () => {
  const reports: unknown[] = [];
  const onSuppressed = (kind: string, suppressed: number) => reports.push([kind, suppressed]);
  const rateLimit = createRateLimit({ limit: (kind) => (kind === 'posted' ? 1 : 2), onSuppressed });
  const results = (kind: string, times: number) =>
    Array.from({ length: times }, () => rateLimit(kind));
  expect(results('refused', 5)).toEqual([true, true, false, false, false]);
  expect(results('posted', 2)).toEqual([true, false]);
  vi.advanceTimersByTime(59_999);
  expect(results('refused', 1)).toEqual([false]);
  expect(reports).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(reports).toEqual([
    ['refused', 4],
    ['posted', 1],
  ]);
  expect(results('refused', 3)).toEqual([true, true, false]);
  vi.advanceTimersByTime(60_000);
  expect(reports.slice(2)).toEqual([['refused', 1]]);
});

it('reports nothing when it suppressed nothing', () => {
  const onSuppressed = vi.fn();
  const rateLimit = createRateLimit({ limit: () => 2, onSuppressed });
  rateLimit('posted');
  vi.advanceTimersByTime(120_000);
  rateLimit('posted');
  expect(onSuppressed).not.toHaveBeenCalled();
});
