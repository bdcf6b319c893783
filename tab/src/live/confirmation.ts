/** Until when what is shown was known to be true, on the server's clock. */
import type { Instant } from '@rooms-pro/core';

/** An answer's word for it, and when it reached us on a clock that only runs forward. */
export type Confirmation = { readonly saidMs: number; readonly receivedMs: number };

/** The later of two words; answers may overtake each other. */
export function confirm(
  before: Confirmation | null,
  confirmedAt: Instant,
  receivedMs: number,
): Confirmation {
  const saidMs = Date.parse(confirmedAt);
  return before && before.saidMs > saidMs ? before : { saidMs, receivedMs };
}

/** While the stream is alive and silent nothing changed: each beat carries the word forward. */
export function carryForward(before: Confirmation | null, beatMs: number): Confirmation | null {
  if (!before || beatMs <= before.receivedMs) return before;
  return { saidMs: before.saidMs + (beatMs - before.receivedMs), receivedMs: beatMs };
}
