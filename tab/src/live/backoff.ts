/** How long the stream's reader waits before it tries again. */

const firstMs = 1000;
const longestMs = 30_000;

/**
 * The wait before attempt 0, 1, 2 …: doubled each time up to 30 s, spread by `chance` (0 to 1)
 * over its upper half, so that a server coming back is not met by every tab at once.
 */
export function nextDelayMs(attempt: number, chance: number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10));
  return Math.round(whole / 2 + (whole / 2) * chance);
}
