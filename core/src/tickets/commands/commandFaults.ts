/** What is wrong with a command by itself: its text is missing or too long, its end is in the past. */
import type { Command, Rejection } from '../../command.ts';
import { type TextKind, textLength, textLimits } from '../../limits.ts';
import type { Instant } from '../../words.ts';

type TextOfCommand = {
  readonly what: TextKind;
  readonly text: string;
  /** A command without its text changes nothing. */
  readonly isNeeded: boolean;
};

/** The text of a command; `null`: it has none. */
function textOf(command: Command): TextOfCommand | null {
  switch (command.action) {
    case 'respond':
      return { what: 'notes', text: command.notes, isNeeded: true };
    case 'message':
      return { what: 'message', text: command.text, isNeeded: true };
    case 'resolve':
      return { what: 'reason', text: command.reason, isNeeded: true };
    case 'report':
      return { what: 'report', text: command.what, isNeeded: true };
    case 'suppress':
    case 'changeSuppression':
      return { what: 'reason', text: command.reason ?? '', isNeeded: false };
    default:
      return null;
  }
}

/** Why a command is rejected in every room; `null`: it is not. */
export function commandRejection(command: Command, now: Instant): Rejection | null {
  const given = textOf(command);
  if (given) {
    const { what, text, isNeeded } = given;
    const length = textLength(text);
    if (isNeeded && length === 0) return { code: 'emptyText' };
    if (length > textLimits[what]) return { code: 'tooLong', what, most: textLimits[what], length };
  }
  if (!hasEnd(command) || command.until.kind !== 'time' || command.until.at > now) return null;
  return { code: 'endsInThePast', at: command.until.at };
}

/** Whether a command names the end of a suppression. */
export function hasEnd(
  command: Command,
): command is Extract<Command, { action: 'suppress' | 'changeSuppression' }> {
  return command.action === 'suppress' || command.action === 'changeSuppression';
}
