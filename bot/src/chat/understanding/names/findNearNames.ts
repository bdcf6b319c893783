/** Names that are misspelt, and parts of names of buildings. */

import { allowedSlips, slipsBetween } from '../text/spelling.ts';
import type { Token } from '../text/tokens.ts';
import { genericWord, wordsAt } from './findNames.ts';
import type { NameIndex, PlaceName } from './nameIndex.ts';
import { type IsFree, type NameSpan, scanNames } from './nameSpan.ts';

/** Names that are misspelt or of which only a part is written; `isOpen`: the word has no other meaning. */
export function findNearNames(
  tokens: readonly Token[],
  names: NameIndex,
  isOpen: IsFree,
): readonly NameSpan[] {
  return scanNames(tokens, isOpen, (at) => {
    const word = tokens[at]?.word ?? '';
    if (tokens[at]?.kind !== 'word' || word.length < 3) return null;
    return (
      nearPlace(tokens, at, names.places, isOpen) ??
      partOfPlace(tokens, at, names, isOpen) ??
      nearRoom(tokens, at, names)
    );
  });
}

/** The only building or group of which all words are near. */
function nearPlace(
  tokens: readonly Token[],
  at: number,
  places: readonly PlaceName[],
  isOpen: IsFree,
): NameSpan | null {
  const found = places.flatMap((place) => {
    const counts = [...new Set([place.words.length, 1, 2])];
    return counts.flatMap((count) => {
      // The last words of a name may be frequent words: `harbour house`.
      const words = wordsAt(tokens, at, count, (index) => index > at || isOpen(index));
      if (words.length !== count) return [];
      const slips = placeSlips(words, place.words);
      return slips === null ? [] : [{ place, count, slips }];
    });
  });
  const [best, next] = found.sort(
    (one, other) => one.slips - other.slips || other.count - one.count,
  );
  if (best === undefined || (next && next.slips === best.slips && next.place !== best.place))
    return null;
  return {
    kind: best.place.kind,
    name: best.place.name,
    from: at,
    to: at + best.count,
    isCorrected: true,
  };
}

function placeSlips(words: readonly string[], name: readonly string[]): number | null {
  if (words.length === name.length) {
    const slips = words.map((word, nth) => slipsBetween(word, name[nth] ?? ''));
    const isNear = slips.every(
      (slip, nth) =>
        slip <= allowedSlips(Math.min(words[nth]?.length ?? 0, name[nth]?.length ?? 0)),
    );
    const sum = slips.reduce((all, slip) => all + slip, 0);
    if (sum === 1 && name.join('').length >= 7) return 1;
    if (isNear) return slips.reduce((sum, slip) => sum + slip, 0);
  }
  const [one, other] = [words.join(''), name.join('')];
  const slips = slipsBetween(one, other);
  const limit = Math.min(2, allowedSlips(Math.min(one.length, other.length)));
  return words.length !== name.length && slips <= limit ? slips + 0.5 : null;
}

/** Some words of one building only, in any order: `mill`, `north tower`. */
function partOfPlace(
  tokens: readonly Token[],
  at: number,
  { places, byWord }: NameIndex,
  isOpen: IsFree,
): NameSpan | null {
  const word = tokens[at]?.word ?? '';
  const owners = places.filter(({ words }) =>
    words.some((one) => one === word || isNearWord(word, one)),
  );
  const [only] = owners;
  if (only === undefined || owners.length !== 1 || byWord.has(word)) return null;
  let to = at + 1;
  while (isOpen(to) && only.words.includes(tokens[to]?.word ?? '')) to += 1;
  if (
    to === at + 1 &&
    (/^(?:hous(?:e)|haus|street|strasse|lane|building|gebaeude|park|campus|the|and|of)$/.test(
      word,
    ) ||
      only.words.length === 1)
  )
    return null;
  return { kind: only.kind, name: only.name, from: at, to, isCorrected: true };
}

function isNearWord(word: string, name: string): boolean {
  const slips = slipsBetween(word, name);
  return name.length >= 5 && slips <= allowedSlips(Math.min(word.length, name.length));
}

/** The only room with a near word, and its other words beside it. */
function nearRoom(tokens: readonly Token[], at: number, names: NameIndex): NameSpan | null {
  const word = tokens[at]?.word ?? '';
  let best: { name: string; slips: number } | null = null;
  let isTie = false;
  for (const name of names.byWord.keys()) {
    if (name.length < 4 || /^\d/.test(name) || genericWord.test(name)) continue;
    const limit = Math.min(2, allowedSlips(Math.max(word.length, name.length)));
    if (Math.abs(name.length - word.length) > limit) continue;
    const slips = slipsBetween(word, name);
    if (slips > limit || (slips > 1 && word[0] !== name[0])) continue;
    isTie =
      best !== null && slips === best.slips
        ? true
        : best === null || slips < best.slips
          ? false
          : isTie;
    if (best === null || slips < best.slips) best = { name, slips };
  }
  if (best === null || isTie) return null;
  const rooms = names.byWord.get(best.name) ?? new Set<number>();
  const code = names.byWord.get(tokens[at + 1]?.word ?? '');
  const both = [...rooms].filter((room) => code?.has(room));
  const to = both.length > 0 ? at + 2 : at + 1;
  return {
    kind: 'room',
    rooms: both.length > 0 ? both : [...rooms],
    from: at,
    to,
    isCorrected: true,
  };
}
