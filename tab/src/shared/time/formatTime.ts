/** Formats times in the one format of the product and in the time zone of the browser. */
import {
  formatExactTime,
  formatTime,
  formatTimeOfDay,
  type Instant,
  type SuppressedUntil,
  formatAgo as sayAgoIn,
  formatUntil as sayUntilIn,
} from '@rooms-pro/core';

/** The time zone of the reader. The server uses it in its sentences, too. */
export const readerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `just now`, `3 min ago`, `on 22 Nov 2026`: an adverb, also as part of a sentence. */
export function formatAgo(instant: Instant, now: number): string {
  return sayAgoIn(instant, now, readerZone);
}

/** Date and time to the second, with the zone. */
export function formatExactly(instant: Instant): string {
  return formatExactTime(instant, readerZone);
}

/** Date and time to the minute, short enough for a line. */
export function formatDateTime(instant: Instant): string {
  return formatTime(instant, readerZone);
}

/** The time of day to the second. */
export function formatClock(at: number): string {
  return formatTimeOfDay(new Date(at).toISOString(), readerZone);
}

/** The end of a suppression: `until 12 Nov 2026, 14:00`, `until it recovers`. */
export function formatUntil(until: SuppressedUntil): string {
  return sayUntilIn(until, readerZone);
}
