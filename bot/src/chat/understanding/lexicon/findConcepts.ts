/** The ideas in a sentence: each occurrence of a phrase of either language. */

import { allowedSlips, slipsBetween } from '../text/spelling.ts';
import type { Token } from '../text/tokens.ts';
import { type Concept, concepts } from './concepts.ts';
import { english } from './english.ts';
import { german } from './german.ts';
import { compilePhrases, matchPhrase, type Phrase } from './phrase.ts';

/** One idea with its tokens. `from` and `to` include the words in a gap. */
export type Hit = {
  readonly concept: Concept;
  readonly language: 'en' | 'de';
  readonly at: readonly number[];
  readonly weight: number;
  /** The word was misspelt. */
  readonly isCorrected?: true;
};

/** The ideas whose words are corrected. Small words are too similar to each other. */
const canBeMisspelt: ReadonlySet<Concept> = new Set<Concept>([
  'suppress',
  'unsuppress',
  'extend',
  'assign',
  'unassign',
  'respond',
  'resolve',
  'restart',
  'report',
  'remediate',
  'enrol',
  'subscribe',
  'unsubscribe',
  'undo',
  'cancel',
  'help',
  'status',
  'incidents',
  'rooms',
  'history',
  'digest',
  'reports',
  'warning',
  'important',
  'ticketNoun',
  'offline',
  'onboarding',
  'everything',
  'greeting',
  'thanks',
  'why',
  'oldest',
  'newest',
  'show',
  'please',
  'request',
  'update',
  'note',
  'broken',
  'take',
]);

type Entry = {
  readonly concept: Concept;
  readonly language: 'en' | 'de';
  readonly phrase: Phrase;
};

const lexicon: readonly Entry[] = concepts.flatMap((concept) =>
  ([english, german] as const).flatMap((phrases, nth) =>
    compilePhrases(phrases[concept]).map((phrase) => ({
      concept,
      language: nth === 0 ? ('en' as const) : ('de' as const),
      phrase,
    })),
  ),
);

/** The phrases that can begin with a word. People write the same words again and again. */
const byFirstWord = new Map<string, readonly Entry[]>();
const mostWordsKept = 5_000;

function entriesFor(word: string): readonly Entry[] {
  const known = byFirstWord.get(word);
  if (known !== undefined) return known;
  if (byFirstWord.size >= mostWordsKept) byFirstWord.clear();
  const found = lexicon.filter(({ phrase }) => phrase.first.some((pattern) => pattern.test(word)));
  byFirstWord.set(word, found);
  return found;
}

/** Every occurrence of every phrase, the longest first. Occurrences may share words. */
export function findConcepts(
  tokens: readonly Token[],
  isFree: (index: number) => boolean = () => true,
): readonly Hit[] {
  const hits: Hit[] = [];
  for (const [start, { word, kind }] of tokens.entries()) {
    if (kind !== 'word' || !isFree(start)) continue;
    for (const { concept, language, phrase } of entriesFor(word)) {
      const found = matchPhrase(phrase, tokens, start, isFree);
      if (found !== null) hits.push({ concept, language, ...found });
    }
  }
  return hits.sort((one, other) => other.weight - one.weight);
}

/** Whether a phrase begins with this word, so that the word is not misspelt. */
export function isPhraseWord(word: string): boolean {
  return entriesFor(word).length > 0;
}

/** Single words that can be misspelt, with their idea: those that order or ask for something. */
const correctable: ReadonlyMap<string, Entry> = new Map(
  lexicon
    .filter(({ concept }) => canBeMisspelt.has(concept))
    .flatMap((entry) => entry.phrase.literals.map((word) => [word, entry] as const))
    .filter(([word]) => word.length >= 4),
);

function isQuality({ concept }: Entry): boolean {
  return concept === 'important' || concept === 'warning' || concept === 'everything';
}

function isAnagram(one: string, other: string): boolean {
  return [...one].sort().join('') === [...other].sort().join('');
}

/** The idea of a misspelt word; `null`: no word is near, or words of two ideas are. */
export function correctedConcept(word: string): Pick<Hit, 'concept' | 'language'> | null {
  if (word.length < 4) return null;
  const ideas = new Map<Concept, { readonly entry: Entry; readonly slips: number }>();
  for (const [name, entry] of correctable) {
    const limit = Math.min(2, allowedSlips(Math.max(word.length, name.length)));
    if (Math.abs(name.length - word.length) > limit) continue;
    const slips = slipsBetween(word, name);
    if (slips > limit || slips > Math.min(word.length, name.length) / 3) continue;
    // `remote` is no `reboot`, `Tanne` no `Panne`: short words and first letters are seldom wrong.
    if (slips > 1 && (Math.max(word.length, name.length) < 8 || isQuality(entry))) continue;
    if (word[0] !== name[0] && (word[0] !== name[1] || word[1] !== name[0])) continue;
    if (word.length < 5 && !isAnagram(word, name)) continue;
    // `restarting` describes; it is not the misspelt order `restarten`.
    if (/ing$/.test(word) && !/ing$/.test(name)) continue;
    if (slips < (ideas.get(entry.concept)?.slips ?? 9)) ideas.set(entry.concept, { entry, slips });
  }
  const [best, next] = [...ideas.values()].sort((one, other) => one.slips - other.slips);
  if (best === undefined || next?.slips === best.slips) return null;
  return { concept: best.entry.concept, language: best.entry.language };
}
