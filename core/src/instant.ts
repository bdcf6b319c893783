/** Arithmetic on instants. `Date` is used as a calculator only: the time now always comes in. */
import type { Instant } from './words.ts';

/** The instant as UTC text with milliseconds, whatever offset it was written with. */
export function normalise(instant: string): Instant {
  // Text that is already in this form is passed on as it is: this stands in the path of every reading.
  if (instant.length === 24 && instant.endsWith('Z')) return instant;
  return new Date(instant).toISOString();
}

/** The instant that is so many milliseconds after 1970 began. */
export function toInstant(ms: number): Instant {
  return new Date(ms).toISOString();
}

/** The instant `ms` milliseconds later. */
export function instantAfter(instant: Instant, ms: number): Instant {
  return toInstant(Date.parse(instant) + ms);
}

/** Milliseconds from `earlier` to `later`; negative when they are the other way round. */
export function between(earlier: Instant, later: Instant): number {
  return Date.parse(later) - Date.parse(earlier);
}

/** The earliest of the instants given; `null` when there is none. */
export function earliest(instants: readonly (Instant | null)[]): Instant | null {
  let first: Instant | null = null;
  for (const instant of instants) {
    if (instant !== null && (first === null || instant < first)) first = instant;
  }
  return first;
}

/** The earlier of two instants. */
export function earlierOf(one: Instant, other: Instant): Instant {
  return one < other ? one : other;
}
