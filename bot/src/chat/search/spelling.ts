/** Finds the severity that a misspelt word of a search means. */
import type { Severity } from '@rooms-pro/core';
import leven from 'leven';

/** The severity that a lower-case word names; `null`: the word does not name a severity. */
export function severityMeantBy(word: string): Severity | null {
  if (word.length < 6) return null;
  if (leven(word, 'important') <= 2) return 'important';
  return leven(word, 'warning') <= 1 || leven(word, 'warnings') <= 1 ? 'warning' : null;
}
