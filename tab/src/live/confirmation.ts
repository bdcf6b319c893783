/** The time until which the content of the page is confirmed, on the clock of the server. */
import type { Instant } from '@rooms-pro/core';

/** The confirmation time in a response, and when the response arrived, on a monotonic clock. */
export type Confirmation = { readonly saidMs: number; readonly receivedMs: number };

/** The later of two confirmations. Responses may arrive out of order. */
export function confirm(
  before: Confirmation | null,
  confirmedAt: Instant,
  receivedMs: number,
): Confirmation {
  const saidMs = Date.parse(confirmedAt);
  return before && before.saidMs > saidMs ? before : { saidMs, receivedMs };
}

/** While the stream is connected and reports no change, each heartbeat advances the confirmation. */
export function carryForward(before: Confirmation | null, beatMs: number): Confirmation | null {
  if (!before || beatMs <= before.receivedMs) return before;
  return { saidMs: before.saidMs + (beatMs - before.receivedMs), receivedMs: beatMs };
}
