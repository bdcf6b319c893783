/** The maximum lengths of people's texts and the durations of a suppression, for every entry point. */

/**
 * The most characters of each kind of text. A character is a UTF-16 code unit, as `length` and a text
 * field count; white space around the text does not count.
 */
export const textLimits = { notes: 2000, message: 2000, reason: 500, report: 500 } as const;

/** The purpose of a text. */
export type TextKind = keyof typeof textLimits;

/** How many characters of a text count towards its limit. */
export function textLength(text: string): number {
  return text.trim().length;
}

/** The durations of a suppression that a person can choose. */
export const suppressForChoices = ['1h', '8h', '1d', '7d', 'recovery', 'lifted'] as const;
export type SuppressForChoice = (typeof suppressForChoices)[number];

/** The duration of a suppression when a person does not choose an end. */
export const defaultSuppressUntil = '1d' satisfies SuppressForChoice;
