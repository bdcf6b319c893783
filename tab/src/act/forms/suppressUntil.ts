/** The duration of a suppression, as a person chooses it in the dialog. */
import { type SuppressedUntil, suppressForLabels } from '@rooms-pro/core';
import type { ActionPayload } from '@rooms-pro/core/contracts';

/** The end of a suppression in the format of the server. */
export type Until = Extract<ActionPayload, { action: 'suppress' }>['until'];

/** A choice of the dialog: one of the choices of the contract, or a date. */
export type UntilChoice = Extract<Until, string> | 'date';

/** The choices in the order of the dialog. */
export const untilChoices: readonly { readonly value: UntilChoice; readonly label: string }[] = [
  { value: '1h', label: suppressForLabels['1h'] },
  { value: '8h', label: suppressForLabels['8h'] },
  { value: '1d', label: suppressForLabels['1d'] },
  { value: '7d', label: suppressForLabels['7d'] },
  { value: 'date', label: 'Until a date' },
  { value: 'recovery', label: suppressForLabels.recovery },
  { value: 'lifted', label: suppressForLabels.lifted },
];

/** The choice that corresponds to a present end. */
export function toChoice(until: SuppressedUntil): UntilChoice {
  return until.kind === 'time' ? 'date' : until.kind;
}

/**
 * The fault of a chosen date, or `null`. `local` is the value of a date field, in the time zone of the
 * browser.
 */
export function checkDate(local: string, now: number): string | null {
  const at = Date.parse(local);
  if (Number.isNaN(at)) return 'Choose a date and a time.';
  return at <= now ? 'Choose a time in the future.' : null;
}

/** A choice in the format of the server. The date must be valid. */
export function toUntil(choice: UntilChoice, local: string): Until {
  return choice === 'date' ? { at: new Date(local).toISOString() } : choice;
}

/** A time in the format of a date field: local time, to the minute. */
export function toLocalField(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16);
}
