/** The border for text that devices wrote: hostile, of any length, with anything in it. */

import { clip, withoutFormats } from './visibleText.ts';

/** How long a detail may be, in UTF-16 units. */
export const detailLimit = 500;

/**
 * The text without control and invisible characters, each run of white space as one blank, or as
 * one line feed where it held a line break. Takes time linear in its length.
 */
export function sanitizeText(text: string): string {
  return withoutFormats(text.toWellFormed())
    .replace(/[\s\u0085]+/gu, (run) => (/[\n\r\u0085\u2028\u2029]/u.test(run) ? '\n' : ' '))
    .replace(/[^\P{Cc}\n]/gu, '');
}

/** A detail fit to keep and show: one line, clean, at most `detailLimit` long, no half characters. */
export function sanitizeDetail(text: string): string {
  // Cleaning only shortens; what is cut before it could never have been shown much of.
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
