/** The model keeps to what the design promises, and grows with the rooms. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { drawCost } from './costDoc.ts';
import { assumed, charges, dayCostOf, strangersGb } from './costModel.ts';

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

it('lets strangers at the bot fill no more than a part of the daily ceiling on the log', () => {
  const { atBot, atEachIngest } = strangersGb();
  const bicep = readFileSync(new URL('../../../infra/azure.bicep', import.meta.url), 'utf8');
  const quota = Number(/logDailyQuotaGb int = (\d+)/.exec(bicep)?.[1]);
  expect(atBot + 2 * atEachIngest + dayCostOf(1000).loggedGb).toBeLessThan(quota);
});

it('is drawn with a column for each size', () => {
  expect(drawCost()).toContain('| a day with | 100 rooms | 10,000 rooms | 1,000,000 rooms |');
});
