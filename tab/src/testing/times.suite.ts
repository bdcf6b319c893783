/** The times in tests of the tab, relative to the time at which a test starts. */
import type { Instant } from '@rooms-pro/core';

/** The time at which every test starts. */
export const now: Instant = '2026-11-23T10:00:00.000Z';

const minuteMs = 60_000;

/** The instant that is this many minutes before the start of the test. */
export function minutesAgo(minutes: number): Instant {
  return new Date(Date.parse(now) - minutes * minuteMs).toISOString();
}

/** The instant that is this many minutes after the start of the test. */
export function inMinutes(minutes: number): Instant {
  return minutesAgo(-minutes);
}
