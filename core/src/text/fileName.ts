/** The border for names of files: hostile text that people everywhere have to be able to read. */

import { clip, taggedFlags } from './visibleText.ts';

/** How long the name of a file may be, in characters. */
const longestFileName = 255;

/** What a file is called whose name says nothing. */
const nameless = 'file';

/**
 * What is never seen and deceives: marks that turn the reading direction (`exe.gpj` could pass for
 * `jpg.exe`), blanks of no width, tags, halves of characters. What joins the letters of Persian and
 * Indian scripts and the people of an emoji stays.
 */
const deceiving = new RegExp(
  `(${taggedFlags.join('|')})|[\\p{Cs}\\u00ad\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]`,
  'gu',
);

/** What breaks a line or does something to a terminal stood between two words. */
const breaking = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** Blanks, dots and what shows nothing. */
const sayingNothing = /^[\s.\p{Default_Ignorable_Code_Point}]*$/u;

/** Of a dot and so few letters that it is no sentence: 16 characters with what stands before it. */
const ending = /(?:\.tar)?\.[\p{L}\p{N}_-]{1,11}$/u;

/** The name in which nothing deceives, on one line, with its ending however long it is; never empty. */
export function sanitizeFileName(name: string): string {
  const plain = name
    .replace(deceiving, (_, flag: string | undefined) => flag ?? '')
    .replace(breaking, ' ')
    .trim();
  return sayingNothing.test(plain) ? nameless : shortened(plain);
}

/** Why a file without content is not attached; `name`: how it is shown. */
export function emptyFileMessage(name: string): string {
  return `${name} is empty (0 bytes). Check that it was saved to its end, then choose it again.`;
}

function shortened(name: string): string {
  if ([...name].length <= longestFileName) return name;
  const [kept = ''] = ending.exec(name) ?? [];
  const start = clip(name, longestFileName - [...kept].length - 1, 'points');
  // A joiner with nothing to join, or a blank before what says that something is left out.
  return `${start.replace(/[\s\u200c\u200d]+$/u, '')}…${kept}`;
}
