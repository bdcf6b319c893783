/** How long a text is beside its limit, as the server counts it. */
import { textLength } from '@rooms-pro/core';

/** The count is shown from here on, as a share of the limit. */
const nearShare = 0.9;

export type TextLength = {
  /** Characters that would be sent: blanks around the text are not. */
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

/** What is wrong with a text over its limit. It does not change while the person shortens the text. */
export function formatTooLong({ limit }: TextLength): string {
  return `This is too long to send: at most ${limit.toLocaleString('en')} characters. Shorten it; nothing is cut off.`;
}
