/**
 * Text from outside, without what is never seen and deceives, and never cut through a character: an emoji
 * of several parts (a family, a flag, a tone of skin) is one character of a reader.
 */

/** The flags of England, Scotland and Wales: the only use of invisible tags that readers see. */
export const taggedFlags = ['gbeng', 'gbsct', 'gbwls'].map(
  (name) =>
    `\u{1f3f4}${Array.from(name, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')}\u{e007f}`,
);
/** The end of one part of an emoji and what joins the next part to it. */
const joined =
  '[\\p{Extended_Pictographic}\\u{1f3fb}-\\u{1f3ff}\\ufe0f]\\u200d(?=\\p{Extended_Pictographic})';

const formats = new RegExp(`(${taggedFlags.join('|')}|${joined})|\\p{Cf}`, 'gu');
const hasFormat = /\p{Cf}/u;

/** The text without invisible characters, but for those that join the parts of an emoji. */
export function withoutFormats(text: string, instead = ''): string {
  if (!hasFormat.test(text)) return text;
  return text.replace(formats, (_, part: string | undefined) => part ?? instead);
}

const hidden = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** The text with a blank for control characters, line breaks and what is invisible, but for emoji. */
export function withoutHidden(text: string): string {
  return withoutFormats(text, ' ').replace(hidden, ' ');
}

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** No character that people read is longer; a pile of accents is cut like any other text. */
const longestCharacter = 64;

/**
 * At most so many UTF-16 units from the beginning, without half of a character at the end. `at`: what is
 * counted, units or code points.
 */
export function clip(text: string, most: number, at: 'units' | 'points' = 'units'): string {
  if (text.length <= most) return text;
  const unitsOf = at === 'units' ? (part: string) => part.length : countPoints;
  let used = 0;
  let end = 0;
  // A code point has two units at most.
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

/** Between two code points, where no character ends in time. */
function cut(text: string, most: number): string {
  const begin = text.slice(0, most);
  return /[\ud800-\udbff]$/.test(begin) ? begin.slice(0, -1) : begin;
}
