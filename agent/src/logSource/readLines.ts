/** Makes events of the lines of a log file: one JSON object each. */
import type { ObservedEvent } from './logSource.ts';
import { parseObject, readTime } from './readEvents.ts';

/**
 * A line of either kind: `{ "recordId", "timeCreated", "event": {…} }`, or the bare event, which
 * counts as observed when it is read. `null`: neither.
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
