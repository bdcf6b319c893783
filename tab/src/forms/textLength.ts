/** The length of a text compared with its limit, counted in the same way as on the server. */
import { textLength } from '@rooms-pro/core';

/** The share of the limit from which the count is shown. */
const nearShare = 0.9;

export type TextLength = {
  /** The number of characters that would be sent: surrounding blanks do not count. */
  readonly used: number;
  readonly limit: number;
  readonly isNear: boolean;
  readonly isOver: boolean;
};

/** Measures a text; `limit` is the number of characters that the server accepts. */
export function measureText(text: string, limit: number): TextLength {
  const used = textLength(text);
  return { used, limit, isNear: used >= limit * nearShare, isOver: used > limit };
}

/** `1,980 of 2,000`. */
export function formatCount({ used, limit }: TextLength): string {
  return `${used.toLocaleString('en')} of ${limit.toLocaleString('en')}`;
}

/** The fault of a text over its limit. The sentence stays the same while the person shortens the text. */
export function formatTooLong({ limit }: TextLength): string {
  return `This is too long to send: at most ${limit.toLocaleString('en')} characters. Shorten it; nothing is cut off.`;
}
