/** Compares the bookmark with the current content of the event log. Pure. */
import type { LogRecord } from './readEvents.ts';

/** The last record that was read, and when it was written. */
export type Bookmark = { readonly recordId: number; readonly observedAt: string };

export type LogChanges =
  /** These records are new. */
  | { readonly kind: 'new'; readonly records: readonly LogRecord[] }
  /** The log was cleared and its numbers restarted: all its records are new. */
  | { readonly kind: 'restarted' }
  /** The log has no record from the bookmark on: the newest record shows why. */
  | { readonly kind: 'empty' };

/** Evaluates the records from the bookmarked record on; `fromBookmark` includes that record. */
export function compareWithBookmark(
  bookmark: Bookmark,
  fromBookmark: readonly LogRecord[],
): LogChanges {
  const [first, ...others] = fromBookmark;
  if (first === undefined) return { kind: 'empty' };
  // Older records were overwritten: the remaining records are new.
  if (first.recordId !== bookmark.recordId) return { kind: 'new', records: fromBookmark };
  if (first.observedAt !== bookmark.observedAt) return { kind: 'restarted' };
  return { kind: 'new', records: others };
}
