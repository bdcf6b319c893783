/** The border for times that devices and services wrote. */
import type { Instant } from '../../words.ts';

const written =
  /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,12})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
/** Our own form, on a day that every month has: nothing to work out. Most devices write it. */
const ours =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/**
 * The instant that an ISO 8601 text with a zone names, in UTC with milliseconds; `null` for
 * anything else. Days that no calendar has are nothing, not the day after.
 */
export function readInstant(value: unknown): Instant | null {
  if (typeof value !== 'string') return null;
  // Stands in the path of every reading: a calendar is opened only when there is need.
  if (ours.test(value)) return value;
  const parts = written.exec(value);
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
