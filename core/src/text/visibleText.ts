/**
 * Removes invisible characters from untrusted text and shortens it between characters. For a reader, an
 * emoji of several parts (a family, a flag, a skin tone) is one character.
 */

/** The flags of England, Scotland and Wales: the only visible use of tag characters. */
export const taggedFlags = ['gbeng', 'gbsct', 'gbwls'].map(
  (name) =>
    `\u{1f3f4}${Array.from(name, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')}\u{e007f}`,
);
/** The end of one part of an emoji and the joiner before the next part. */
const joined =
  '[\\p{Extended_Pictographic}\\u{1f3fb}-\\u{1f3ff}\\ufe0f]\\u200d(?=\\p{Extended_Pictographic})';

const formats = new RegExp(`(${taggedFlags.join('|')}|${joined})|\\p{Cf}`, 'gu');
const hasFormat = /\p{Cf}/u;

/** The text without invisible characters, except those that join the parts of an emoji. */
export function withoutFormats(text: string, instead = ''): string {
  if (!hasFormat.test(text)) return text;
  return text.replace(formats, (_, part: string | undefined) => part ?? instead);
}

const hidden = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** The text with a blank for each run of control characters and line breaks and for each invisible character; emoji stay. */
export function withoutHidden(text: string): string {
  return withoutFormats(text, ' ').replace(hidden, ' ');
}

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** No usual character is longer; a longer one (many stacked accents) may be cut. */
const longestCharacter = 64;

/**
 * The first `most` units of a text, without half a character at the end. `at`: the unit to count, UTF-16
 * units or code points.
 */
export function clip(text: string, most: number, at: 'units' | 'points' = 'units'): string {
  if (text.length <= most) return text;
  const unitsOf = at === 'units' ? (part: string) => part.length : countPoints;
  let used = 0;
  let end = 0;
  // A code point has at most two UTF-16 units.
  const looked = text.slice(0, 2 * most + longestCharacter);
  for (const { segment } of segmenter.segment(looked)) {
    used += unitsOf(segment);
    if (used > most)
      return end > 0 || segment.length <= longestCharacter ? text.slice(0, end) : cut(text, most);
    end += segment.length;
  }
  return text.slice(0, end);
}

function countPoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Cuts between two code points, for a text whose first character is too long. */
function cut(text: string, most: number): string {
  const begin = text.slice(0, most);
  return /[\ud800-\udbff]$/.test(begin) ? begin.slice(0, -1) : begin;
}
