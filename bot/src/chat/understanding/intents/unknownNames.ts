/** Words in the position of a name that are no names of the world. */
import type { Doubt } from '../meaning.ts';
import { isCommonWord } from '../names/commonWords.ts';
import { isOrdinaryWord } from '../names/ordinaryWords.ts';
import type { Sentence } from '../sentence.ts';
import { slipsBetween } from '../text/spelling.ts';
import type { World } from '../world.ts';
import { wordsOf } from './freeText.ts';

const locative =
  /^(?:in|at|inside|from|of|im|beim|bei|aus|von|vom|room|raum|building|gebaeude|near|standort|zimmer|ins)$/;
const article =
  /^(?:the|der|die|das|dem|den|our|unserem|unserer|room|raum|building|gebaeude|rooms|raeume|raeumen|city|standort)$/;

/** A word in the position of a name that has no other meaning: `incidents in Berlin`. */
export function unknownName(
  sentence: Sentence,
  world: World,
  within: (index: number) => boolean,
): Doubt | null {
  const { tokens } = sentence;
  for (const [index, token] of tokens.entries()) {
    if (!within(index) || !isLikeName(sentence, index)) continue;
    let before = index - 1;
    while (
      before >= 0 &&
      article.test(tokens[before]?.word ?? '') &&
      !locative.test(tokens[before]?.word ?? '')
    )
      before -= 1;
    if (before < 0 || !locative.test(tokens[before]?.word ?? '')) continue;
    // The second word of `sign in` leads to no name.
    if (sentence.signals.some(({ from, to }) => before >= from && before < to)) continue;
    if (sentence.isNamed(before) || isOrdinaryHere(sentence, index, before)) continue;
    let end = index;
    while (isUnknownAt(sentence, end + 1) && /^\p{Lu}|^\d/u.test(tokens[end + 1]?.text ?? ''))
      end += 1;
    const said = wordsOf({ from: index, to: end + 1 }, sentence);
    return { kind: 'unknownName', said, near: namesNear(token.word, world) };
  }
  return null;
}

/** Words after `in` and `im` that name a state and no place: `in standby`, `im Prinzip`. */
const states =
  /^(?:general|total|detail|details|progress|order|advance|short|person|time|fact|summary|full|parallel|standby|moment|prinzip|grunde|allgemeinen|ganzen|gange|einsatz|voraus|zwischenzeit|meantime|zusammenhang|vergleich|bezug|hinblick|rahmen|laufe|verlauf|terms|connection|addition|comparison|relation|regard|regards)$/;
const direct = /^(?:in|at|im|room|raum|building|gebaeude|zimmer|standort)$/;

/**
 * Whether a word without a known meaning is used as an ordinary word: `from scratch`, `was in standby`. A request
 * with a word directly after `in` names a place, although the word is ordinary: `rooms in Cafeteria`.
 */
function isOrdinaryHere(sentence: Sentence, index: number, before: number): boolean {
  const { tokens } = sentence;
  const token = tokens[index];
  if (token === undefined || token.kind !== 'word' || !isOrdinaryWord(token.word)) return false;
  if (isCapitalInside(sentence, index)) return false;
  const preposition = tokens[before]?.word ?? '';
  if (/^(?:in|im)$/.test(preposition) && states.test(token.word)) return true;
  const isRequest = sentence.has(
    'incidents',
    'rooms',
    'status',
    'broken',
    'show',
    'digest',
    'howMany',
    'everything',
    'suppress',
    'restart',
    'enrol',
    'report',
    'fault',
  );
  return !(isRequest && direct.test(preposition));
}

/** A capital letter inside an English sentence marks a name; in German, every noun has one. */
function isCapitalInside({ tokens, language }: Sentence, index: number): boolean {
  const written = tokens[index]?.text ?? '';
  return language === 'en' && index > 0 && /^\p{Lu}\p{Ll}/u.test(written);
}

/** Whether an unknown word that stands loosely in a sentence looks like a name: no ordinary word. */
export function looksLikeName(sentence: Sentence, index: number): boolean {
  const token = sentence.tokens[index];
  if (token === undefined) return false;
  return !isOrdinaryWord(token.word) || isCapitalInside(sentence, index);
}

/** Concepts of words that can also be names: a city called Nice. */
const social = /^(?:thanks|greeting|yes|foreign|best|please|no|condition)$/;

/** Whether the last word of a short request can only be a name: `status Essen`. */
export function endsWithName(sentence: Sentence): boolean {
  const { tokens } = sentence;
  const last = tokens.findLastIndex(({ kind }) => kind === 'word');
  const token = tokens[last];
  if (token === undefined || last < 1 || last > 3) return false;
  if (sentence.isNamed(last) || sentence.isTime(last) || /^\p{Lu}+$/u.test(sentence.text))
    return false;
  const hits = sentence.hits.filter(({ at }) => at.includes(last));
  const isCapital = /^\p{Lu}\p{Ll}+$/u.test(token.text);
  if (hits.length === 0) return isCapital && isCommonWord(token.word);
  return hits.every(
    ({ concept, isCorrected, at }) =>
      at.length === 1 &&
      (isCorrected ||
        concept === 'bookings' ||
        concept === 'foreign' ||
        (isCapital && /^(?:greeting|yes|best|no|condition)$/.test(concept))),
  );
}

/** Whether a token can be a name in the position of a name, although it resembles or is a known word. */
function isLikeName(sentence: Sentence, index: number): boolean {
  if (isUnknownAt(sentence, index)) return true;
  const token = sentence.tokens[index];
  if (token === undefined || token.kind !== 'word' || token.word.length < 4) return false;
  if (sentence.isNamed(index) || sentence.isTime(index)) return false;
  const isDirect = /^(?:in|at|im|room|raum|building|gebaeude)$/.test(
    sentence.tokens[index - 1]?.word ?? '',
  );
  if (!isDirect) return false;
  const hits = sentence.hits.filter(({ at }) => at.includes(index));
  if (hits.some(({ at }) => at.includes(index - 1))) return false;
  if (hits.length === 0)
    return sentence.language === 'en' && index > 1 && /^\p{Lu}\p{Ll}/u.test(token.text);
  const isLast = sentence.conceptsAt(index + 1).every((one) => !/^(?:rooms|incidents)$/.test(one));
  return (
    isLast &&
    !sentence.has('digest') &&
    hits.every(({ concept, isCorrected }) => isCorrected || social.test(concept))
  );
}

/** Whether a token is a word or a code without any known meaning. */
export function isUnknownAt(sentence: Sentence, index: number): boolean {
  const token = sentence.tokens[index];
  if (token === undefined || sentence.isNamed(index) || sentence.isTime(index)) return false;
  if (token.kind === 'number') return /^\d+\.\d+$|^\d{3,}$/.test(token.word);
  if (token.kind !== 'word' || token.word.length < 2 || isCommonWord(token.word)) return false;
  const isSignal = sentence.signals.some(({ from, to }) => index >= from && index < to);
  return !isSignal && sentence.conceptsAt(index).length === 0;
}

/** The names that a person may mean: the rooms and buildings with a similar word. None is near: none. */
export function namesNear(word: string, world: World): string[] {
  const rooms = [...world.names.rooms.values()].map(({ name, number }) => ({
    name,
    words: world.names.wordsOf.get(number) ?? [],
  }));
  return [...rooms, ...world.names.places]
    .map(({ name, words }) => ({
      name,
      slips: Math.min(...words.map((one) => slipsBetween(word, one))),
      length: Math.max(...words.map((one) => one.length)),
    }))
    .filter(
      ({ slips, length }) =>
        word.length > 3 && slips <= Math.max(1, Math.floor(Math.min(word.length, length) / 2.5)),
    )
    .sort((one, other) => one.slips - other.slips)
    .slice(0, 3)
    .map(({ name }) => name);
}
