/** The device's clock beside the platform's. */
import { expect, it } from 'vitest';
import { createPlatformClock } from './clockOffset.ts';

const at = new Date('2026-11-22T08:00:00.000Z');
const minutes = (count: number) => count * 60_000;

it('says nothing before the platform has answered', () => {
  const clock = createPlatformClock();
  expect(clock.judge()).toBeNull();
  expect(clock.correct(at)).toEqual(at);
});

it('leaves a clock alone that is about right', () => {
  const clock = createPlatformClock();
  clock.hear(minutes(4));
  expect(clock.judge()).toMatchObject({ state: 'healthy' });
  expect(clock.correct(at)).toEqual(at);
});

it('reports a clock that is off, and corrects by it without wavering', () => {
  const clock = createPlatformClock();
  clock.hear(minutes(-60));
  clock.hear(minutes(-60) + 3_000);
  expect(clock.judge()).toEqual({
    signal: 'time-drift',
    state: 'unhealthy',
    detail: "The clock of the device is 60 minutes ahead of the platform's.",
  });
  expect(clock.correct(at).toISOString()).toBe('2026-11-22T07:00:00.000Z');
  clock.hear(0);
  expect(clock.correct(at)).toEqual(at);
});
