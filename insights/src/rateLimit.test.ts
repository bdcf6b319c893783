import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRateLimit } from './rateLimit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('tells so many of each kind in a minute, and then how many it left out', () => {
  const said: unknown[] = [];
  const onLeftOut = (kind: string, leftOut: number) => said.push([kind, leftOut]);
  const ration = createRateLimit({ most: (kind) => (kind === 'posted' ? 1 : 2), onLeftOut });
  const told = (kind: string, times: number) => Array.from({ length: times }, () => ration(kind));
  expect(told('refused', 5)).toEqual([true, true, false, false, false]);
  expect(told('posted', 2)).toEqual([true, false]);
  vi.advanceTimersByTime(59_999);
  expect(told('refused', 1)).toEqual([false]);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(said).toEqual([
    ['refused', 4],
    ['posted', 1],
  ]);
  expect(told('refused', 3)).toEqual([true, true, false]);
  vi.advanceTimersByTime(60_000);
  expect(said.slice(2)).toEqual([['refused', 1]]);
});

it('says nothing where nothing was left out', () => {
  const onLeftOut = vi.fn();
  const ration = createRateLimit({ most: () => 2, onLeftOut });
  ration('posted');
  vi.advanceTimersByTime(120_000);
  ration('posted');
  expect(onLeftOut).not.toHaveBeenCalled();
});
