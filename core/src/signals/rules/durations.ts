/** Durations as people say them, in the milliseconds that rules are written in. */

const minuteMs = 60_000;

/** Milliseconds in so many minutes. */
export function minutes(count: number): number {
  return count * minuteMs;
}

/** Milliseconds in so many seconds. */
export function seconds(count: number): number {
  return count * 1_000;
}

/** Milliseconds in so many days. */
export function days(count: number): number {
  return count * 24 * 60 * minuteMs;
}

/** Milliseconds in so many hours. */
export function hours(count: number): number {
  return count * 60 * minuteMs;
}
