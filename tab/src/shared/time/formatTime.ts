/** Times for people, in the one format of the product and in the zone of the browser. */
import {
  type Instant,
  type SuppressedUntil,
  sayAgo as sayAgoIn,
  sayExactTime,
  sayTime,
  sayTimeOfDay,
  sayUntil as sayUntilIn,
} from '@rooms-pro/core';

/** The reader's zone; the server words its sentences in it too. */
export const readerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `just now`, `3 min ago`, `on 22 Nov 2026`: an adverb, also as part of a sentence. */
export function sayAgo(instant: Instant, now: number): string {
  return sayAgoIn(instant, now, readerZone);
}

/** Date and time to the second, with the zone. */
export function sayExactly(instant: Instant): string {
  return sayExactTime(instant, readerZone);
}

/** Date and time to the minute, short enough for a line. */
export function sayDateTime(instant: Instant): string {
  return sayTime(instant, readerZone);
}

/** The time of day to the second. */
export function sayClock(at: number): string {
  return sayTimeOfDay(new Date(at).toISOString(), readerZone);
}

/** Until when something is suppressed: `until 12 Nov 2026, 14:00`, `until it recovers`. */
export function sayUntil(until: SuppressedUntil): string {
  return sayUntilIn(until, readerZone);
}
