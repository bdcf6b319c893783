import { instantAfter } from '@rooms-pro/core';
import { describe, expect, it } from 'vitest';
import { createThrottle } from './throttle.ts';

const now = '2026-11-22T08:00:00.000Z';

describe('a throttle', () => {
  it('lets a source have its attempts, says how long to wait, and refills', () => {
    const throttle = createThrottle({ perSource: 2, overall: 100 });
    const take = (source: string, at = now) => throttle.take(source, at);
    expect([take('a'), take('a'), take('a'), take('b')]).toEqual([0, 0, 30, 0]);
    expect(take('a', instantAfter(now, 29_000))).toBe(1);
    expect(take('a', instantAfter(now, 30_000))).toBe(0);
  });

  it('gives back what was honest', () => {
    const throttle = createThrottle({ perSource: 1, overall: 1 });
    for (let turn = 0; turn < 5; turn += 1) {
      expect(throttle.take('a', now)).toBe(0);
      throttle.giveBack('a');
    }
  });

  it('holds against many sources together, and in bounded memory', () => {
    const throttle = createThrottle({ perSource: 5, overall: 50 });
    const waits = Array.from({ length: 20_000 }, (_, n) => throttle.take(`s-${n}`, now));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(50);
  });
});
