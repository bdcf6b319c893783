/** Cleans file names: untrusted text that must stay readable in every language. */

import { clip, taggedFlags } from './visibleText.ts';

/** The maximum length of a file name, in characters. */
const longestFileName = 255;

/** The name of a file whose own name has no visible character. */
const defaultName = 'file';

/**
 * Invisible characters that can deceive a reader: marks that change the reading direction (`exe.gpj` could
 * look like `jpg.exe`), zero-width blanks, tags, and half characters. The joiners of Persian and Indian
 * scripts and of emoji stay.
 */
const deceiving = new RegExp(
  `(${taggedFlags.join('|')})|[\\p{Cs}\\u00ad\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]`,
  'gu',
);

/** Line breaks and control characters. They usually separate two words, so a blank replaces them. */
const breaking = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** Only blanks, dots and invisible characters. */
const withoutVisibleText = /^[\s.\p{Default_Ignorable_Code_Point}]*$/u;

/** A file extension: a dot and at most 11 letters, with `.tar` before it at most 16 characters. */
const ending = /(?:\.tar)?\.[\p{L}\p{N}_-]{1,11}$/u;

/** The name on one line, without deceptive characters and never empty. A long name keeps its extension. */
export function sanitizeFileName(name: string): string {
  const plain = name
    .replace(deceiving, (_, flag: string | undefined) => flag ?? '')
    .replace(breaking, ' ')
    .trim();
  return withoutVisibleText.test(plain) ? defaultName : shortened(plain);
}

/** Why an empty file is not attached; `name`: the name to show. */
export function emptyFileMessage(name: string): string {
  return `${name} is empty (0 bytes). Check that it was saved completely, then choose it again.`;
}

function shortened(name: string): string {
  if ([...name].length <= longestFileName) return name;
  const [kept = ''] = ending.exec(name) ?? [];
  const start = clip(name, longestFileName - [...kept].length - 1, 'points');
  // Removes a joiner or a blank before the ellipsis.
  return `${start.replace(/[\s\u200c\u200d]+$/u, '')}…${kept}`;
}
