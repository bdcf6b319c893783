/** Names that devices give become names of rooms: one line, no tricks, short enough for a card. */
import { clip, sanitizeDetail } from '@rooms-pro/core';

const longestName = 80;

/** The text as one printable line of at most 80 characters; empty when nothing is left. */
export function sanitizeName(text: string): string {
  return clip(sanitizeDetail(text), longestName, 'points').trim();
}
