/** How long a suppression lasts, as people choose it in the dialog. */
import { type SuppressedUntil, suppressForLabels } from '@rooms-pro/core';
import type { ActionPayload } from '@rooms-pro/core/contracts';

type ChangeAction = Extract<ActionPayload, { action: 'changeSuppression' }>;
/** The end of a suppression as the server takes it. */
export type Until = ChangeAction['until'];

/** A choice of the dialog: one of the contract's, or a date of one's own. */
export type UntilChoice = Extract<Until, string> | 'date';

/** The choices in the order they stand. */
export const untilChoices: readonly { readonly value: UntilChoice; readonly label: string }[] = [
  { value: '1h', label: suppressForLabels['1h'] },
  { value: '8h', label: suppressForLabels['8h'] },
  { value: '1d', label: suppressForLabels['1d'] },
  { value: '7d', label: suppressForLabels['7d'] },
  { value: 'date', label: 'Until a date' },
  { value: 'recovery', label: suppressForLabels.recovery },
  { value: 'lifted', label: suppressForLabels.lifted },
];

/** The choice that shows an end which is in force. */
export function choiceOf(until: SuppressedUntil): UntilChoice {
  return until.kind === 'time' ? 'date' : until.kind;
}

/** What brings the former end and reason back; `null`: that end is over. */
export function undoTerms(
  until: SuppressedUntil,
  reason: string,
  now: number,
): ChangeAction | null {
  if (until.kind !== 'time') return { action: 'changeSuppression', until: until.kind, reason };
  if (Date.parse(until.at) <= now) return null;
  return { action: 'changeSuppression', until: { at: until.at }, reason };
}

/** What is wrong with a chosen date, or `null`. `local` is what a date field gives, in the browser's zone. */
export function faultOfDate(local: string, now: number): string | null {
  const at = Date.parse(local);
  if (Number.isNaN(at)) return 'Choose a date and a time.';
  return at <= now ? 'Choose a time that is still to come.' : null;
}

/** A choice as the server takes it. A date must be free of faults. */
export function toUntil(choice: UntilChoice, local: string): Until {
  return choice === 'date' ? { at: new Date(local).toISOString() } : choice;
}

/** A moment as a date field shows it: local, to the minute. */
export function toLocalField(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16);
}
