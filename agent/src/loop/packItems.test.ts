/** Grouping of items, and selection of observations to report. */
import type { TelemetryItem } from '@rooms-pro/core/contracts';
import { expect, it } from 'vitest';
import { messageBytes, packItems } from './packItems.ts';
import { createReporter } from './reporter.ts';

const item = (n: number, bytes = 0): TelemetryItem => ({
  form: 'mtr-event',
  observedAt: '2026-11-22T08:00:00.000Z',
  event: { n, text: 'é'.repeat(bytes / 2) },
});

it('splits by count and by bytes, in order, and omits items that are too large', () => {
  const many = Array.from({ length: 450 }, (_, n) => item(n));
  expect(packItems(many).groups.map((group) => group.length)).toEqual([200, 200, 50]);
  const large = [item(1, 60_000), item(2, 60_000), item(3, messageBytes), item(4)];
  const { groups, tooLarge } = packItems(large);
  expect(groups).toEqual([[large[0]], [large[1], large[3]]]);
  expect(tooLarge).toEqual([large[2]]);
  expect(packItems([])).toEqual({ groups: [], tooLarge: [] });
});

it('reports a change at once and an unchanged state every hour', () => {
  const reporter = createReporter(3_600_000);
  const [well, ill] = (['healthy', 'unhealthy'] as const).map((state) => ({
    signal: 'disk-space',
    state,
  }));
  const told = (observation: typeof well, minute: number, isKept = true) => {
    const atMs = minute * 60_000 + 1;
    const changed = reporter.selectDue(observation === undefined ? [] : [observation], atMs);
    if (isKept) reporter.markReported(changed, atMs);
    return changed.length === 1;
  };
  expect([told(well, 0), told(well, 5), told(ill, 10), told(ill, 15), told(well, 20)]).toEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
  expect([told(well, 79), told(well, 80), told(well, 50)]).toEqual([false, true, true]);
  // An observation that could not be stored is reported again.
  expect([told(ill, 55, false), told(ill, 60), told(ill, 65)]).toEqual([true, true, false]);
});
