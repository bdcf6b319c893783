/** The pause before the next request, so that devices do not overload the platform or all return at once. */

const firstMs = 1_000;
const minMs = 100;
const maxRetryAfterMs = 3_600_000;
const maxJitterMs = 30_000;

/** Full jitter: a random pause between 100 ms and a bound that doubles with each failure. */
export function backOffMs(failures: number, longestMs: number, random: () => number): number {
  const bound = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.max(minMs, random() * bound);
}

/** Converts `Retry-After` (seconds or a date) to milliseconds from now; `null` when it is absent or invalid. */
export function readRetryAfter(value: string | null, now: Date): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1_000, maxRetryAfterMs);
  const at = text === '' ? Number.NaN : Date.parse(text);
  if (Number.isNaN(at)) return null;
  return Math.min(Math.max(at - now.getTime(), 0), maxRetryAfterMs);
}

/** Adds jitter, because all devices received the same time. The result is never earlier than `afterMs`. */
export function withJitter(afterMs: number, random: () => number): number {
  return afterMs + random() * Math.min(Math.max(afterMs, 1_000), maxJitterMs);
}
