/** The delay before the stream reconnects. */

const firstMs = 1000;
const longestMs = 30_000;

/**
 * The delay before attempt 0, 1, 2 …: doubled each time up to 30 s. `chance` (0 to 1) spreads it over
 * its upper half, so that not all tabs reconnect to a restarted server at once.
 */
export function nextDelayMs(attempt: number, chance: number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10));
  return Math.round(whole / 2 + (whole / 2) * chance);
}
