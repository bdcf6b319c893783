/** Converts durations to milliseconds, the unit of the rules. */

const minuteMs = 60_000;

/** Minutes in milliseconds. */
export function minutes(count: number): number {
  return count * minuteMs;
}

/** Seconds in milliseconds. */
export function seconds(count: number): number {
  return count * 1_000;
}

/** Days in milliseconds. */
export function days(count: number): number {
  return count * 24 * 60 * minuteMs;
}

/** Hours in milliseconds. */
export function hours(count: number): number {
  return count * 60 * minuteMs;
}
