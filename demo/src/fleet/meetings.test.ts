import { expect, it } from 'vitest';
import { createMeetingSchedule } from './meetings.ts';
import { seededRandom } from './random.ts';

it('has meetings, at the same times for the same seed', () => {
  const minutes = Array.from({ length: 1_800 }, (_, second) => new Date(second * 1_000));
  const during = (seed: number) => {
    const isOn = createMeetingSchedule(seededRandom(seed), 60);
    return minutes.map(isOn);
  };
  const share = during(1).filter(Boolean).length / minutes.length;
  expect(share).toBeGreaterThan(0.04);
  expect(share).toBeLessThan(0.15);
  expect(during(1)).toEqual(during(1));
  expect(during(2)).not.toEqual(during(1));
});
