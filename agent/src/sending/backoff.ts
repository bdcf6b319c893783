/** How long to wait before the next request, so that devices neither flood the platform nor return as one. */

const firstMs = 1_000;
const leastMs = 100;
const longestRetryAfterMs = 3_600_000;
const mostScatterMs = 30_000;

/** Full jitter: anywhere between almost nothing and a bound that doubles with every failure. */
export function backOffMs(failures: number, longestMs: number, random: () => number): number {
  const bound = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.max(leastMs, random() * bound);
}

/** `Retry-After` in seconds or as a date, in milliseconds from now; `null` when it says nothing. */
export function readRetryAfter(value: string | null, now: Date): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1_000, longestRetryAfterMs);
  const at = text === '' ? Number.NaN : Date.parse(text);
  if (Number.isNaN(at)) return null;
  return Math.min(Math.max(at - now.getTime(), 0), longestRetryAfterMs);
}

/** Never earlier than asked, and scattered: everybody was told the same moment. */
export function scattered(afterMs: number, random: () => number): number {
  return afterMs + random() * Math.min(Math.max(afterMs, 1_000), mostScatterMs);
}
