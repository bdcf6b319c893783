import { instantAfter } from '@rooms-pro/core';
import { describe, expect, it } from 'vitest';
import { createThrottle } from './rateLimit.ts';

const now = '2026-11-22T08:00:00.000Z';

describe('a throttle', () => {
  it('permits the attempts of a source, returns the wait, and refills', () => {
    const throttle = createThrottle({ perSource: 2, overall: 100 });
    const take = (source: string, at = now) => throttle.take(source, at);
    expect([take('a'), take('a'), take('a'), take('b')]).toEqual([0, 0, 30, 0]);
    expect(take('a', instantAfter(now, 29_000))).toBe(1);
    expect(take('a', instantAfter(now, 30_000))).toBe(0);
  });

  it.each([
    ['2001:db8:0:1::1', '2001:DB8::1:ffff:0:0:2', true],
    ['2001:db8::1', '2001:db8:0:0:8000::', true],
    ['2001:db8:0:1::1', '2001:db8:0:2::1', false],
    ['fe80::1%eth0', 'fe80::2%eth1', true],
    ['::ffff:198.51.100.7', '::ffff:198.51.100.8', false],
    ['::ffff:198.51.100.7', '198.51.100.7', true],
    ['198.51.100.7', '198.51.100.8', false],
  ])('takes %s and %s for one source: %s', (one, other, areOne) => {
    const throttle = createThrottle({ perSource: 1, overall: 100 });
    throttle.take(one, now);
    expect(throttle.take(other, now) > 0).toBe(areOne);
  });

  it('returns successful attempts', () => {
    const throttle = createThrottle({ perSource: 1, overall: 1 });
    for (let turn = 0; turn < 5; turn += 1) {
      expect(throttle.take('a', now)).toBe(0);
      throttle.giveBack('a');
    }
  });

  it('limits many sources together, in bounded memory', () => {
    const throttle = createThrottle({ perSource: 5, overall: 50 });
    const waits = Array.from({ length: 20_000 }, (_, n) => throttle.take(`s-${n}`, now));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(50);
  });
});
