/** The texts of the chat by language. */
import type { Language } from '../understanding/meaning.ts';
import { de } from './de.ts';
import { en, type Texts } from './en.ts';

const byLanguage: Readonly<Record<Language, Texts>> = { en, de };

/** The texts in one language. */
export function textsIn(language: Language): Texts {
  return byLanguage[language];
}

/** The locale of dates in a language. */
export const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };
