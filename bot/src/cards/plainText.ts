/** Foreign text on its way into a card: from devices and people, so taken to be hostile. */

import { clip, withoutHidden } from '@rooms-pro/core';

/**
 * One line of visible text of at most `max` characters; what is cut off is marked. Marks that turn the
 * direction of writing or hide in it are gone; those that join an emoji stay.
 */
export function plain(text: string, max: number): string {
  // Cut roughly before the work, exactly after it: the text may be huge.
  const line = withoutHidden(text.slice(0, max * 8).toWellFormed())
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= max || Array.from(line).length <= max) return line;
  return `${clip(line, max - 1, 'points').trimEnd()}…`;
}

/** Most of what cards say comes from rules, in the same words each time. */
const mostRemembered = 500;
const remembered = new Map<number, Map<string, string>>();

/** Foreign text as markdown of one line: what it says and nothing else. */
export function shown(text: string, max: number): string {
  const texts = remembered.get(max) ?? new Map<string, string>();
  remembered.set(max, texts);
  const known = texts.get(text);
  if (known !== undefined) return known;
  const made = escapeMarkdown(plain(text, max));
  if (texts.size >= mostRemembered) texts.clear();
  texts.set(text, made);
  return made;
}

const wordJoiner = '\u2060';

/**
 * The text as markdown that shows exactly that text: no emphasis, list, link, mention or entity can
 * come of it. Addresses are broken invisibly so that no client makes them clickable.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\[\]()*_#<>`~|]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d{1,9})(?=[.](?:\s|$))/, '$1\\')
    .replace(/:\/\//g, `:${wordJoiner}//`)
    .replace(/\b(mailto:|tel:)/gi, `$1${wordJoiner}`)
    .replace(/(?<=\S)@|\.(?=\p{L}{2})|(?<=www)\./giu, `${wordJoiner}$&`);
}
