import { formatTime, formatUntil as sayUntilIn } from '@rooms-pro/core';
import { expect, it } from 'vitest';
import {
  formatAgo,
  formatClock,
  formatDateTime,
  formatExactly,
  formatUntil,
  readerZone,
} from './formatTime.ts';

const at = '2026-11-22T08:00:09.000Z';
const minute = 60_000;

it('shows every time in the format of the server and in the zone of the browser', () => {
  expect(formatDateTime(at)).toBe(formatTime(at, readerZone));
  expect(formatUntil({ kind: 'time', at })).toBe(sayUntilIn({ kind: 'time', at }, readerZone));
  expect(formatExactly(at)).toMatch(/^2\d Nov 2026, \d\d:\d\d:09 \S+$/);
  expect(formatClock(Date.parse(at))).toMatch(/^\d\d:\d\d:09$/);
});

it('formats when something happened', () => {
  expect(formatAgo(at, Date.parse(at))).toBe('just now');
  expect(formatAgo(at, Date.parse(at) + 3 * minute)).toBe('3 min ago');
  expect(formatAgo(at, Date.parse(at) + 40 * 1440 * minute)).toMatch(/^on 2\d Nov 2026$/);
});
