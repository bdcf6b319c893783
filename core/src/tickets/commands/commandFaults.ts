/** Faults of a command that do not depend on the room: its text is missing or too long, or its end is in the past. */
import type { Command, Rejection } from '../../command.ts';
import { type TextKind, textLength, textLimits } from '../../limits.ts';
import type { Instant } from '../../words.ts';

type CommandText = {
  readonly what: TextKind;
  readonly text: string;
  /** A command without its text changes nothing. */
  readonly isNeeded: boolean;
};

/** The text of a command; `null`: it has none. */
function findText(command: Command): CommandText | null {
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

/** Why a command is rejected in every room; `null`: the command has no such fault. */
export function commandRejection(command: Command, now: Instant): Rejection | null {
  const found = findText(command);
  if (found) {
    const { what, text, isNeeded } = found;
    const length = textLength(text);
    if (isNeeded && length === 0) return { code: 'emptyText' };
    if (length > textLimits[what]) return { code: 'tooLong', what, most: textLimits[what], length };
  }
  if (!hasEnd(command) || command.until.kind !== 'time' || command.until.at > now) return null;
  return { code: 'endsInThePast', at: command.until.at };
}

/** Whether a command sets the end of a suppression. */
export function hasEnd(
  command: Command,
): command is Extract<Command, { action: 'suppress' | 'changeSuppression' }> {
  return command.action === 'suppress' || command.action === 'changeSuppression';
}
