/** Cleans text from devices: untrusted, of any length, with any characters. */

import { clip, withoutFormats } from './visibleText.ts';

/** How long a detail may be, in UTF-16 units. */
export const detailLimit = 500;

/**
 * The text without control and invisible characters. Each run of white space becomes one blank, or one
 * line feed where it contains a line break. Runs in time linear in the length of the text.
 */
export function sanitizeText(text: string): string {
  return withoutFormats(text.toWellFormed())
    .replace(/[\s\u0085]+/gu, (run) => (/[\n\r\u0085\u2028\u2029]/u.test(run) ? '\n' : ' '))
    .replace(/[^\P{Cc}\n]/gu, '');
}

/** A detail that is safe to store and show: one clean line of at most `detailLimit` units, without half characters. */
export function sanitizeDetail(text: string): string {
  // Cleaning only shortens the text, so the first cut only limits the work.
  const line = sanitizeText(text.slice(0, 4 * detailLimit))
    .replaceAll('\n', ' ')
    .trim();
  return clip(line, detailLimit).trimEnd();
}

/** A version as devices report it, or `null`: 1 to 64 printable characters without line breaks. */
export function readVersion(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const version = value.trim();
  return version !== '' &&
    version.length <= 64 &&
    sanitizeText(version) === version &&
    !version.includes('\n')
    ? version
    : null;
}

/** Whether a value is a JSON object: not null, not an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
