/** Follows a log file of JSON lines, also when the file is rotated or truncated. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { type PersistedValue, persistInFile } from '../durable.ts';
import { explainFileFault } from '../fileFaults.ts';
import { errorReason, type OnEvent } from '../log.ts';
import type { Wait } from '../loop/wait.ts';
import { type Chunk, type FileBookmark, findRenamed, readAfter } from './fileTail.ts';
import { createLogHealth } from './logHealth.ts';
import type { LogSource, ObservedEvent } from './logSource.ts';
import { readLine } from './readLines.ts';

export type FollowFileDeps = {
  readonly file: string;
  readonly bookmark: PersistedValue<FileBookmark>;
  readonly everyMs: number;
  readonly wait: Wait;
  readonly now: () => Date;
  readonly quarantine: (what: unknown, reason: string) => void;
  readonly onEvent: OnEvent;
};

const bookmarkSchema = z.object({
  inode: z.string(),
  head: z.string(),
  headBytes: z.number().int().nonnegative(),
  offset: z.number().int().nonnegative(),
});

/** Stores the bookmark in a file. */
export function keepFileBookmark(file: string): PersistedValue<FileBookmark> {
  return persistInFile(file, (value) => bookmarkSchema.safeParse(value).data ?? null);
}

/** Creates the log source. It waits for a file that does not exist yet. */
export function followFile(deps: FollowFileDeps): LogSource {
  const { file, bookmark, onEvent } = deps;
  const health = createLogHealth();

  /** Reads the next chunk of the bookmark's file, also after a rename, and then of its successor. */
  function nextChunk(): Chunk | null {
    const at = bookmark.read();
    const isThere = existsSync(file);
    const same = isThere ? readAfter(file, at) : null;
    if (same !== null || at === null) return same;
    const renamed = findRenamed(file, at);
    const rest = renamed === null ? null : readAfter(renamed, at);
    if (rest !== null && rest.next.offset > at.offset) return rest;
    if (!isThere) return null;
    onEvent('log.restarted', { offset: at.offset });
    return readAfter(file, null);
  }

  /** Reads the next chunk and records whether the file can be read. A file without new lines can be read. */
  function readNew(): Chunk | null {
    try {
      const chunk = nextChunk();
      if (chunk !== null || existsSync(file)) health.markReadable();
      else health.markUnreadable(`The file ${file} does not exist.`);
      return chunk;
    } catch (error) {
      health.markUnreadable(explainFileFault(error)?.sentence ?? `${file}: ${errorReason(error)}.`);
      throw error;
    }
  }

  /** Processes one chunk; returns whether more lines may follow at once. */
  function step(onEvents: (events: readonly ObservedEvent[]) => void): boolean {
    const chunk = readNew();
    if (chunk === null) return false;
    const readAt = deps.now().toISOString();
    const read = chunk.lines.map((line) => readLine(line, readAt));
    onEvents(read.filter((event) => event !== null));
    const unread = chunk.lines.filter((_, index) => read[index] === null);
    for (const line of unread) deps.quarantine(line, 'This line is not an event.');
    const faults = unread.length + (chunk.skippedBytes > 0 ? 1 : 0);
    if (faults > 0) onEvent('log.unreadable', { events: faults });
    // Written last: the spool already contains all events before the bookmark.
    const at = bookmark.read();
    if (at?.offset !== chunk.next.offset || at.inode !== chunk.next.inode)
      bookmark.write(chunk.next);
    return chunk.lines.length > 0 || chunk.skippedBytes > 0;
  }

  return {
    async follow(onEvents, stopped) {
      while (!stopped.aborted) {
        let hasMore = false;
        try {
          hasMore = step(onEvents);
        } catch (error) {
          onEvent('log.failed', { reason: errorReason(error) });
        }
        await deps.wait(hasMore ? 0 : deps.everyMs, stopped);
      }
    },
    observation: health.observation,
  };
}
