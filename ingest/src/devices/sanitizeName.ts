/** Sanitizes names from devices for use as names of rooms: one line, no control characters, short enough for a card. */
import { clip, sanitizeDetail } from '@rooms-pro/core';

const maxNameLength = 80;

/** The text as one printable line of at most 80 characters; empty when nothing is left. */
export function sanitizeName(text: string): string {
  return clip(sanitizeDetail(text), maxNameLength, 'points').trim();
}
