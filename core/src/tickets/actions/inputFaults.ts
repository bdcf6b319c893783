/** Faults of an input that do not depend on the room: a text is missing or too long, or an end is in the past. */

import { type TextKind, textLength, textLimits } from '../../limits.ts';
import type { Rejection } from '../../rejection.ts';
import type { SuppressedUntil } from '../../room.ts';
import type { Instant } from '../../words.ts';

/** Why a text is rejected that the command needs. */
export function textFault(what: TextKind, text: string): Rejection | null {
  return textLength(text) === 0 ? { code: 'emptyText' } : lengthFault(what, text);
}

/** Why a text is rejected that can be empty. */
export function lengthFault(what: TextKind, text: string): Rejection | null {
  const length = textLength(text);
  const most = textLimits[what];
  return length > most ? { code: 'tooLong', what, most, length } : null;
}

/** Why the end of a suppression is rejected: it has passed. */
export function endFault(until: SuppressedUntil, now: Instant): Rejection | null {
  const isOver = until.kind === 'time' && until.at <= now;
  return isOver ? { code: 'endsInThePast', at: until.at } : null;
}
