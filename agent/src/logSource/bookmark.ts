/** What an event log's bookmark says about a new look at the log. Pure. */
import type { LogRecord } from './readEvents.ts';

/** How far the log has been taken: the last record and when it was written. */
export type Bookmark = { readonly recordId: number; readonly observedAt: string };

export type Look =
  /** These records are new. */
  | { readonly kind: 'new'; readonly records: readonly LogRecord[] }
  /** The log has been cleared and counts anew: everything in it is new. */
  | { readonly kind: 'restarted' }
  /** Nothing from the bookmark on: only the newest record can tell why. */
  | { readonly kind: 'empty' };

/** Judges what stands in the log from the bookmarked record on, that record included. */
export function evaluateLook(bookmark: Bookmark, fromBookmark: readonly LogRecord[]): Look {
  const [first, ...others] = fromBookmark;
  if (first === undefined) return { kind: 'empty' };
  // Older records were overwritten: what is left is new.
  if (first.recordId !== bookmark.recordId) return { kind: 'new', records: fromBookmark };
  if (first.observedAt !== bookmark.observedAt) return { kind: 'restarted' };
  return { kind: 'new', records: others };
}
