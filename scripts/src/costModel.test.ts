/** The model keeps to what the design promises, and grows with the rooms. */
import { expect, it } from 'vitest';
import { drawCost } from './costDoc.ts';
import { assumed, charges, dayCostOf } from './costModel.ts';

it('counts what the figures of the design allow', () => {
  expect(charges.transition).toBeLessThanOrEqual(30);
  const written = charges.pageWrite + 500 * charges.pageWriteEachRoom;
  const messages = (500 * assumed.messagesPerRoom) / assumed.flushes;
  expect(written / messages).toBeLessThanOrEqual(0.1);
});

it('adds up, and more rooms cost more', () => {
  const days = [100, 10_000, 1_000_000].map(dayCostOf);
  for (const { transitions, lastSeen, feed, sender, requestUnits } of days)
    expect(transitions + lastSeen + feed + sender).toBeCloseTo(requestUnits);
  const bills = days.map(({ requestUnits }) => requestUnits);
  expect(bills.toSorted((one, other) => one - other)).toEqual(bills);
});

it('is drawn with a column for each size', () => {
  expect(drawCost()).toContain('| a day with | 100 rooms | 10,000 rooms | 1,000,000 rooms |');
});
