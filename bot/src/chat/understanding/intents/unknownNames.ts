/** Words in the position of a name that are no names of the world. */
import type { Doubt } from '../meaning.ts';
import { isCommonWord } from '../names/commonWords.ts';
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
    if (sentence.isNamed(before)) continue;
    let end = index;
    while (isUnknownAt(sentence, end + 1) && /^\p{Lu}|^\d/u.test(tokens[end + 1]?.text ?? ''))
      end += 1;
    const said = wordsOf({ from: index, to: end + 1 }, sentence);
    return { kind: 'unknownName', said, near: namesNear(token.word, world) };
  }
  return null;
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

/** The names that a person may mean: similar ones, else all buildings. */
export function namesNear(word: string, world: World): string[] {
  const buildings = [
    ...new Set([...world.names.rooms.values()].map(({ building }) => building)),
  ].filter(Boolean);
  const rooms = [...world.names.rooms.values()];
  const similar = rooms
    .map(({ name, number }) => ({
      name,
      slips: Math.min(
        ...(world.names.wordsOf.get(number) ?? []).map((one) => slipsBetween(word, one)),
      ),
    }))
    .filter(
      ({ slips, name }) =>
        slips <= Math.max(2, Math.floor(Math.min(word.length, name.length) / 2.5)),
    )
    .sort((one, other) => one.slips - other.slips)
    .slice(0, 3)
    .map(({ name }) => name);
  return similar.length > 0 && word.length > 3 ? similar : buildings.sort().slice(0, 6);
}
