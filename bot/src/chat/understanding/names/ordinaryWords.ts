/** Ordinary words of both languages: words that people use without naming anything. */
import { fold } from '../text/tokens.ts';
import { isCommonWord } from './commonWords.ts';
import { englishWords, frequentEnglish, frequentGerman } from './wordLists.data.ts';

const english: ReadonlySet<string> = new Set(englishWords.map(fold));

/** Frequent in English texts, but no English word: a proper name such as Boston. */
const properNames: ReadonlySet<string> = new Set(
  frequentEnglish.map(fold).filter((word) => !english.has(word)),
);

const german: ReadonlySet<string> = new Set(
  frequentGerman.map(fold).filter((word) => !properNames.has(word)),
);

/** Whether a folded word is an ordinary word of one of the languages. Proper names are not ordinary. */
export function isOrdinaryWord(word: string): boolean {
  return isCommonWord(word) || english.has(word) || german.has(word);
}
