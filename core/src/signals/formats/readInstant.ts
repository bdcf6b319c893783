/** Reads times that devices and services wrote. */
import type { Instant } from '../../words.ts';

const written =
  /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,12})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
/** The form that most devices write, on a day that every month has: it needs no conversion. */
const ours =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/**
 * The instant of an ISO 8601 text with a zone, in UTC with milliseconds; `null` for any other value. A day
 * that does not exist (30 February) is `null`, not the day after.
 */
export function readInstant(value: unknown): Instant | null {
  if (typeof value !== 'string') return null;
  // This code runs for every reading, so the calendar is used only when necessary.
  if (ours.test(value)) return value;
  const parts = written.exec(value);
  if (parts === null) return null;
  const [text, year, month, day] = parts;
  const midnight = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const at = Date.parse(text);
  const isReal = midnight.getUTCDate() === Number(day) && Number.isFinite(at);
  return isReal ? new Date(at).toISOString() : null;
}

/** When a state began, according to Graph; `null` when the time is not set (year 1 in Graph). */
export function beganAt(value: unknown): Instant | null {
  const at = readInstant(value);
  return at === null || at < '2000' ? null : at;
}
