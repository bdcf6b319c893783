/** Reads the end of a suppression from the text of a person. Pure; `parseChat` uses it. */
import parseDuration from 'parse-duration';
import type { ChatUntil } from './chatCommand.ts';

const unit = '(?:minutes?|mins?|m|hours?|hrs?|hr|h|days?|d|weeks?|wks?|w)(?![a-z])';
const amount = `(?:\\d{1,5}(?:\\.\\d{1,2})?|an?|half an?)\\s*${unit}`;
const stretch = new RegExp(`^(?:for\\s+)?(${amount}(?:(?:\\s*,?\\s*(?:and\\s+)?)${amount})*)`, 'i');
const untilEvent =
  /^(?:until|till|til)\s+(?:(it|the signal|this)?\s*(?:recovers?|recovered|recovery|is\s+(?:healthy|fixed)|works(?:\s+again)?)|(?:i\s+)?(?:lift(?:ed)?(?:\s+it)?|further\s+notice|unsuppressed))(?![a-z])/i;
const longestMs = 366 * 24 * 60 * 60 * 1000;

/** The end, and the rest of the text; `unread`: the part that looks like a time and cannot be parsed. */
export type ReadUntil =
  | { readonly until: ChatUntil | null; readonly rest: string }
  | { readonly unread: string };

/** Reads `for 2h`, `8 hours`, `until it recovers`, `until lifted`; `null`: the text names no end. */
export function readUntil(text: string): ReadUntil {
  const event = untilEvent.exec(text);
  if (event) {
    const isRecovery = /recover|healthy|fixed|works/i.test(event[0]);
    return { until: isRecovery ? 'recovery' : 'lifted', rest: text.slice(event[0].length) };
  }
  const time = stretch.exec(text);
  if (time) {
    const forMs = millisecondsOf(time[1] ?? '');
    return forMs === null
      ? { unread: time[0] }
      : { until: { forMs }, rest: text.slice(time[0].length) };
  }
  const meant = /^(?:for|until|till|til)\s+\S+/i.exec(text);
  return meant ? { unread: meant[0] } : { until: null, rest: text };
}

function millisecondsOf(phrase: string): number | null {
  const inFigures = phrase.replace(/half an?/gi, '0.5').replace(/\ban?\b/gi, '1');
  const ms = parseDuration(inFigures);
  return ms !== null && ms >= 60_000 && ms <= longestMs ? Math.round(ms) : null;
}
