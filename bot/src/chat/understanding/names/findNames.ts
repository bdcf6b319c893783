/** Rooms, buildings and groups in a sentence. */

import type { Token } from '../text/tokens.ts';
import type { NameIndex } from './nameIndex.ts';
import { type IsFree, type NameSpan, scanNames } from './nameSpan.ts';

/** Words that occur in many names and identify none. */
export const genericWord =
  /^(?:rooms?|raum|meeting|conference|konferenz|besprechungsraum|besprechung|the|der|die|das|board|small|large|big|video|huddle|office|buero|building|gebaeude|hous(?:e)|haus|street|strasse|lane|tower|turm|floor|level|etage|stock|campus|park|center|centre|zentrum|hall|halle|no|nr|and|und|of|test|demo|new|old|neu|alt|\d)$/;

/** Whole names and parts of names that are written as they are stored. */
export function findExactNames(
  tokens: readonly Token[],
  names: NameIndex,
  isFree: IsFree,
): readonly NameSpan[] {
  return scanNames(tokens, isFree, (at) => {
    const whole = readWholeName(tokens, at, names, isFree);
    const part = readPartOfRoom(tokens, at, names, isFree);
    if (whole !== null && (part === null || whole.to >= part.to)) return whole;
    return part ?? readNumber(tokens, at, names);
  });
}

export function wordsAt(
  tokens: readonly Token[],
  at: number,
  count: number,
  isFree: IsFree,
): string[] {
  const words: string[] = [];
  for (let next = at; words.length < count && next < tokens.length; next += 1) {
    const token = tokens[next];
    if (!isFree(next) || token === undefined || token.kind === 'mark') break;
    words.push(token.word);
  }
  return words;
}

function readWholeName(
  tokens: readonly Token[],
  at: number,
  names: NameIndex,
  isFree: IsFree,
): NameSpan | null {
  const words = wordsAt(tokens, at, Math.max(names.longestName, 6), isFree);
  for (let count = words.length; count > 0; count -= 1) {
    const text = words.slice(0, count).join(' ');
    const rooms = names.byName.get(text);
    const to = at + count;
    if (rooms !== undefined && !(count === 1 && genericWord.test(text)))
      return { kind: 'room', rooms, from: at, to };
    const place = names.places.find((one) => one.words.join(' ') === text);
    if (place !== undefined) return { kind: place.kind, name: place.name, from: at, to };
    if (count <= 3) {
      const joined = names.places.find(
        (one) => one.words.join('') === words.slice(0, count).join(''),
      );
      if (joined !== undefined) return { kind: joined.kind, name: joined.name, from: at, to };
    }
  }
  return null;
}

/** Consecutive words of the same room: `anchor`, `anchor 1.01`, `1.01 anchor`, `1.02`. */
function readPartOfRoom(
  tokens: readonly Token[],
  at: number,
  names: NameIndex,
  isFree: IsFree,
): NameSpan | null {
  const first = tokens[at];
  if (first === undefined || genericWord.test(first.word)) return null;
  let rooms: ReadonlySet<number> | undefined = names.byWord.get(first.word);
  if (rooms === undefined || (first.kind === 'number' && !/[.]/.test(first.word))) return null;
  let to = at + 1;
  for (const word of wordsAt(tokens, to, names.longestName, isFree)) {
    const more = names.byWord.get(word);
    const both: ReadonlySet<number> | undefined =
      more && new Set([...rooms].filter((room) => more.has(room)));
    if (!both || both.size === 0) break;
    rooms = both;
    to += 1;
  }
  return { kind: 'room', rooms: [...rooms], from: at, to };
}

/** `1003`: a room by its number. */
function readNumber(tokens: readonly Token[], at: number, names: NameIndex): NameSpan | null {
  const token = tokens[at];
  if (token?.kind !== 'number' || !/^\d{3,9}$/.test(token.word)) return null;
  const number = Number(token.word);
  return names.rooms.has(number) ? { kind: 'room', rooms: [number], from: at, to: at + 1 } : null;
}
