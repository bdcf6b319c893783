/** The border for times that devices and services wrote. */
import type { Instant } from '../words.ts';

const written =
  /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * The instant that an ISO 8601 text with a zone names, in UTC with milliseconds; `null` for
 * anything else. Days that no calendar has are nothing, not the day after.
 */
export function readInstant(value: unknown): Instant | null {
  const parts = typeof value === 'string' ? written.exec(value) : null;
  if (parts === null) return null;
  const [text, year, month, day] = parts;
  const midnight = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const at = Date.parse(text);
  const isReal = midnight.getUTCDate() === Number(day) && Number.isFinite(at);
  return isReal ? new Date(at).toISOString() : null;
}

/** When a state began, as Graph says; `null` when it does not (unset times come as year 1). */
export function beganAt(value: unknown): Instant | null {
  const at = readInstant(value);
  return at === null || at < '2000' ? null : at;
}
