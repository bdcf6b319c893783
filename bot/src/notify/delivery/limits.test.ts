import { describe, expect, it } from 'vitest';
import { createLimiter, type Limits, teamsLimits } from './limits.ts';

/** A limiter on a clock that jumps to the end of each wait. */
function openLimiter(start = 0, limits: Limits = teamsLimits) {
  let now = start;
  const limiter = createLimiter({
    limits,
    nowMs: () => now,
    delay: async (ms) => {
      now += ms;
    },
  });
  return { ...limiter, now: () => now, set: (at: number) => (now = at) };
}

describe('the limiter', () => {
  it('does not delay the first sends of a conversation', async () => {
    const limiter = openLimiter();
    for (let nth = 0; nth < 7; nth += 1) await limiter.turn('one');
    expect(limiter.now()).toBe(0);
  });

  it('makes the eighth wait a second, the ninth two, the sixty-first half a minute', async () => {
    const limiter = openLimiter();
    const times: number[] = [];
    for (let nth = 1; nth <= 61; nth += 1) {
      await limiter.turn('one');
      times[nth] = limiter.now();
    }
    expect([times[7], times[8], times[9]]).toEqual([0, 1000, 2000]);
    expect(times[61]).toBe(30_000);
  });

  it('allows 1,800 sends an hour', async () => {
    const limiter = openLimiter();
    for (let nth = 1; nth <= 1800; nth += 1) await limiter.turn('one');
    expect(limiter.now()).toBeLessThan(3_600_000);
    await limiter.turn('one');
    expect(limiter.now()).toBe(3_600_000);
  });

  it('allows fifty sends a second over all conversations', async () => {
    const limiter = openLimiter();
    for (let nth = 1; nth <= 50; nth += 1) await limiter.turn(`conversation ${nth}`);
    expect(limiter.now()).toBe(0);
    await limiter.turn('one more');
    expect(limiter.now()).toBe(1000);
  });

  it('delays no send without limits', async () => {
    const limiter = openLimiter(0, { perConversation: [], overall: [] });
    for (let nth = 1; nth <= 100; nth += 1) await limiter.turn('one');
    expect(limiter.now()).toBe(0);
  });

  it('waits no longer than a window when the clock is set back', async () => {
    const limiter = openLimiter(10 * 3_600_000);
    for (let nth = 0; nth < 7; nth += 1) await limiter.turn('one');
    limiter.set(0);
    await limiter.turn('one');
    expect(limiter.now()).toBeLessThanOrEqual(60_000);
  });
});
