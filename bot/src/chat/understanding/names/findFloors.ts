/** Floors in a sentence: `floor 2`, `2. Stock`, `ground floor`. */

import type { Token } from '../text/tokens.ts';
import type { NameIndex } from './nameIndex.ts';
import { type IsFree, type NameSpan, scanNames } from './nameSpan.ts';

const ordinals: Readonly<Record<string, string>> = {
  first: '1',
  second: '2',
  third: '3',
  fourth: '4',
  fifth: '5',
  sixth: '6',
  ersten: '1',
  erster: '1',
  erste: '1',
  zweiten: '2',
  zweiter: '2',
  zweite: '2',
  dritten: '3',
  dritter: '3',
  dritte: '3',
  vierten: '4',
  vierte: '4',
  fuenften: '5',
  fuenfte: '5',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  eins: '1',
  zwei: '2',
  drei: '3',
  vier: '4',
};
const floorWord =
  /^(?:floors?|level|storey|story|etage|stock|stockwerk|geschoss|obergeschoss|og|flur)$/;
const ground = /^(?:ground floor|erdgeschoss|eg)\b/;
const basement = /^(?:basement|untergeschoss|keller|ug)\b/;

/** `floor 2`, `2nd floor`, `second floor`, `2. Stock`, `im ersten OG`, `ground floor`. */
export function findFloors(
  tokens: readonly Token[],
  names: NameIndex,
  isFree: IsFree,
): readonly NameSpan[] {
  return scanNames(tokens, isFree, (at) => readFloor(tokens, at, names));
}

function readFloor(tokens: readonly Token[], at: number, names: NameIndex): NameSpan | null {
  const [a, b, c] = [0, 1, 2].map((nth) => tokens[at + nth]?.word ?? '');
  const text = `${a} ${b}`;
  if (ground.test(text))
    return floorSpan(['0', 'eg', 'g', 'ground'], at, at + (a === 'ground' ? 2 : 1), names);
  if (basement.test(text)) return floorSpan(['-1', 'ug', 'b', 'basement'], at, at + 1, names);
  if (floorWord.test(a ?? '')) {
    const value = floorValue(b);
    const isCounted = value !== null && !/^(?:floor|level) (?:is|was)/.test(text);
    return isCounted ? floorSpan([value], at, at + 2, names) : null;
  }
  const value = floorValue(a);
  if (value === null) return null;
  if (floorWord.test(b ?? '')) return floorSpan([value], at, at + 2, names);
  const isOrdinal = b === '.' || /^(?:st|nd|rd|th|te|ten|ter)$/.test(b ?? '');
  return isOrdinal && floorWord.test(c ?? '') ? floorSpan([value], at, at + 3, names) : null;
}

function floorValue(word: string | undefined): string | null {
  if (word === undefined) return null;
  if (/^\d{1,2}$/.test(word)) return String(Number(word));
  return Object.hasOwn(ordinals, word) ? (ordinals[word] ?? null) : null;
}

function floorSpan(
  values: readonly string[],
  from: number,
  to: number,
  names: NameIndex,
): NameSpan {
  const name = [...names.floors].find((floor) => values.includes(floor.toLowerCase()));
  return name === undefined
    ? { kind: 'unknown', what: 'floor', from, to }
    : { kind: 'floor', name, from, to };
}
