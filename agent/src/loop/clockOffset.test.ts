/** The device's clock compared with the platform's clock. */
import { expect, it } from 'vitest';
import { createPlatformClock } from './clockOffset.ts';

const at = new Date('2026-11-22T08:00:00.000Z');
const minutes = (count: number) => count * 60_000;

it('returns no observation before the first response', () => {
  const clock = createPlatformClock();
  expect(clock.observation()).toBeNull();
  expect(clock.correct(at)).toEqual(at);
});

it('does not correct a clock that is about right', () => {
  const clock = createPlatformClock();
  clock.recordOffset(minutes(4));
  expect(clock.observation()).toMatchObject({ state: 'healthy' });
  expect(clock.correct(at)).toEqual(at);
});

it('reports a wrong clock and corrects by a stable offset', () => {
  const clock = createPlatformClock();
  clock.recordOffset(minutes(-60));
  clock.recordOffset(minutes(-60) + 3_000);
  expect(clock.observation()).toEqual({
    signal: 'time-drift',
    state: 'unhealthy',
    detail: "The clock of the device is 60 minutes ahead of the platform's.",
  });
  expect(clock.correct(at).toISOString()).toBe('2026-11-22T07:00:00.000Z');
  clock.recordOffset(0);
  expect(clock.correct(at)).toEqual(at);
});
