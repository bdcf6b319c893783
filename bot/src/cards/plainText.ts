/** Text from people and devices for a card. It can be hostile. */

import { clip, withoutHidden } from '@rooms-pro/core';

/**
 * One line of visible text of at most `max` characters, with an ellipsis if it was cut. Characters
 * that change the direction of text or that are invisible are removed; those that join an emoji
 * stay.
 */
export function plain(text: string, max: number): string {
  // Cut roughly before the work and exactly after it, because the text can be huge.
  const line = withoutHidden(text.slice(0, max * 8).toWellFormed())
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= max || Array.from(line).length <= max) return line;
  return `${clip(line, max - 1, 'points').trimEnd()}…`;
}

/** A cache: most texts of cards come from rules and are the same each time. */
const mostRemembered = 500;
const remembered = new Map<number, Map<string, string>>();

/** Text as markdown of one line, without any formatting. */
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
 * Escapes the text for markdown, so that it shows exactly that text: no emphasis, list, link,
 * mention or entity. Addresses contain an invisible character, so that no client makes them
 * clickable.
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
