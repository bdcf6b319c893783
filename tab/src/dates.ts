/** Times for people: how long ago in short, exactly on demand, in the browser's language and zone. */
import type { Instant, SuppressedUntil } from '@rooms-pro/core';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const exactFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const shortFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const clockFormat = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** `just now`, `42 s`, `3 min`, `5 h`, `2 days`, then the date: never negative, whatever the clocks say. */
export function sayAgo(instant: Instant, now: number): string {
  const passed = Math.max(0, now - Date.parse(instant));
  if (passed < 10_000) return 'just now';
  if (passed < minute) return `${Math.floor(passed / 1000)} s`;
  if (passed < hour) return `${Math.floor(passed / minute)} min`;
  if (passed < day) return `${Math.floor(passed / hour)} h`;
  if (passed < 2 * day) return '1 day';
  if (passed < 30 * day) return `${Math.floor(passed / day)} days`;
  return dayFormat.format(Date.parse(instant));
}

/** The same as part of a sentence: `3 min ago`, but `just now` and dates as they are. */
export function sayAgoInSentence(instant: Instant, now: number): string {
  const ago = sayAgo(instant, now);
  return /^\d+ (s|min|h|days?)$/.test(ago) ? `${ago} ago` : ago;
}

/** Date and time to the second, in full. */
export function sayExactly(instant: Instant): string {
  return exactFormat.format(Date.parse(instant));
}

/** Date and time to the minute, short enough for a line. */
export function sayDateTime(instant: Instant): string {
  return shortFormat.format(Date.parse(instant));
}

/** The time of day to the second. */
export function sayClock(at: number): string {
  return clockFormat.format(at);
}

/** Until when something is suppressed: `until 12 Nov 2026, 14:00`, `until it recovers`. */
export function sayUntil(until: SuppressedUntil): string {
  if (until.kind === 'time') return `until ${sayDateTime(until.at)}`;
  return until.kind === 'recovery' ? 'until it recovers' : 'until it is lifted';
}
