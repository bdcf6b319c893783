/** Interprets the value of a status sentence: `Healthy`, `Connected`, or an error text. */

import { detailLimit, sanitizeDetail } from '../../../text/deviceText.ts';
import type { ReadingState } from '../../../words.ts';

/** `waiting`: the device has not determined the state yet, so there is no reading. */
export type StatusValue = { readonly state: ReadingState | 'waiting'; readonly detail: string };

const leadingMarks = /^[\s:.,;]+/;
const healthy = /^(?:healthy|connected)(?=$|\s*[^\s\p{L}\p{N}_-])/iu;
const unhealthy = /^unhealthy(?![\w-])/i;
const notApplicable = /^(?:not[ -]?applicable|n\/a)(?![\w-])/i;
const waiting = /^(?:connecting(?![\w-])|unknown(?=$|\s*[^\s\p{L}\p{N}_-]))/iu;

/**
 * The meaning of a value, or `null` when the value is empty. Only the exact words mean healthy. Any text
 * without a known word is an error text of the device and becomes the detail. Prose after `Unhealthy` is the
 * detail, too.
 */
export function readStatusValue(text: string): StatusValue | null {
  const value = text
    .slice(0, 4 * detailLimit)
    .replace(leadingMarks, '')
    .trim();
  if (!/[\p{L}\p{N}]/u.test(value)) return null;
  if (healthy.test(value)) return { state: 'healthy', detail: '' };
  if (notApplicable.test(value)) return { state: 'notApplicable', detail: '' };
  if (waiting.test(value)) return { state: 'waiting', detail: '' };
  const word = unhealthy.exec(value);
  if (word === null) return { state: 'unhealthy', detail: withoutFullStop(sanitizeDetail(value)) };
  return {
    state: 'unhealthy',
    detail: sanitizeDetail(value.slice(word[0].length).replace(leadingMarks, '')),
  };
}

function withoutFullStop(detail: string): string {
  return detail.endsWith('.') ? detail.slice(0, -1).trimEnd() : detail;
}

const badness = ['notApplicable', 'healthy', 'waiting', 'unhealthy'] as const;

/** The worse of two statements about the same component; of two errors, one with a detail wins. */
export function worseStatus(one: StatusValue, other: StatusValue): StatusValue {
  const difference = badness.indexOf(other.state) - badness.indexOf(one.state);
  if (difference !== 0) return difference > 0 ? other : one;
  return one.detail === '' ? other : one;
}
