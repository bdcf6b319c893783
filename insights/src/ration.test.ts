import { expect, it } from 'vitest';
import { createRation } from './ration.ts';

it('tells so many of each event in a minute, then says how many it left out', () => {
  let now = 0;
  const ration = createRation(2, () => now);
  const told = (event: string, times: number) =>
    Array.from({ length: times }, () => ration(event).isTold);
  expect(told('refused', 5)).toEqual([true, true, false, false, false]);
  expect(told('posted', 1)).toEqual([true]);
  now = 59_999;
  expect(told('refused', 1)).toEqual([false]);
  now = 60_000;
  expect(ration('refused')).toEqual({ isTold: true, leftOut: 4 });
  expect(ration('refused')).toEqual({ isTold: true, leftOut: 0 });
});
