/** Parses the lines of a log file: each line is one JSON object. */
import type { ObservedEvent } from './logSource.ts';
import { parseObject, readTime } from './readEvents.ts';

/**
 * Parses a line with `{ "recordId", "timeCreated", "event": {…} }`, or with the event alone; then the time of
 * reading is the time of the event. `null` when the line is neither.
 */
export function readLine(line: string, readAt: string): ObservedEvent | null {
  const value = parseObject(line);
  if (value === null) return null;
  const { timeCreated, event } = value;
  if (timeCreated === undefined) return { event: value, observedAt: readAt };
  const observedAt = typeof timeCreated === 'string' ? readTime(timeCreated) : null;
  const isObject = typeof event === 'object' && event !== null && !Array.isArray(event);
  return observedAt === null || !isObject
    ? null
    : { event: Object.fromEntries(Object.entries(event)), observedAt };
}
