/** A text as words, numbers and marks, each with its position. */

export type Token = {
  /** The characters as written. */
  readonly text: string;
  /** Folded: lower case, `ae` for `ä`, without accents. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'word' | 'number' | 'mark' | 'picture';
};

/** A part of a sentence: the tokens from `from` up to `to`, which is not included. */
export type Span = { readonly from: number; readonly to: number };

const parts =
  /(?<picture>\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\u{fe0f}|\u{200d}|\p{Extended_Pictographic})*)|(?<number>\d+(?:[.,:]\d+)*)|(?<word>\p{L}[\p{L}\p{M}]*)|(?<joint>(?<=\p{L})['’`´‐‑-](?=\p{L}))|(?<mark>\S)/gu;

/**
 * The tokens of a text. `2h30` becomes `2`, `h`, `30`; `1001-1` becomes `1001`, `-`, `1`; `don't` becomes
 * `don`, `t`; `sign-in` becomes `sign`, `in`.
 */
export function tokenize(text: string): Token[] {
  return [...text.matchAll(parts)].flatMap((match) => {
    const kind = kindOf(match.groups ?? {});
    if (kind === null) return [];
    const [written] = match;
    const end = match.index + written.length;
    return [{ text: written, word: fold(written), start: match.index, end, kind }];
  });
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): Token['kind'] | null {
  if (groups['joint'] !== undefined) return null;
  if (groups['picture'] !== undefined) return 'picture';
  if (groups['number'] !== undefined) return 'number';
  return groups['word'] !== undefined ? 'word' : 'mark';
}

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** The form in which words are compared: `Räume`, `raeume` and `RÄUME` are the same. */
export function fold(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => umlauts[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[‘’`´]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-');
}
