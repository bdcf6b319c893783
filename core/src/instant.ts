/** Arithmetic on instants. `Date` is only a calculator here: the present time is always a parameter. */
import type { Instant } from './words.ts';

/** The instant as UTC text with milliseconds, with any offset in the given text. */
export function normalise(instant: string): Instant {
  // Text in this form is returned unchanged, because this code runs for every reading.
  if (instant.length === 24 && instant.endsWith('Z')) return instant;
  return new Date(instant).toISOString();
}

/** The instant `ms` milliseconds after the start of 1970. */
export function toInstant(ms: number): Instant {
  return new Date(ms).toISOString();
}

/** The instant `ms` milliseconds later. */
export function instantAfter(instant: Instant, ms: number): Instant {
  return toInstant(Date.parse(instant) + ms);
}

/** Milliseconds from `earlier` to `later`; negative when `later` is before `earlier`. */
export function between(earlier: Instant, later: Instant): number {
  return Date.parse(later) - Date.parse(earlier);
}

/** The earliest of the instants; `null` when the list contains none. */
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
