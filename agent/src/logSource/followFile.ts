/** Follows a log file of JSON lines through rotation and truncation. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { type Keep, keepInFile } from '../durable.ts';
import { explainFileFault } from '../fileFaults.ts';
import { type OnEvent, reasonOf } from '../log.ts';
import type { Wait } from '../loop/wait.ts';
import { type Chunk, type FileBookmark, findRenamed, readAfter } from './fileTail.ts';
import { createLogHealth } from './logHealth.ts';
import type { LogSource, ObservedEvent } from './logSource.ts';
import { readLine } from './readLines.ts';

export type FollowFileDeps = {
  readonly file: string;
  readonly bookmark: Keep<FileBookmark>;
  readonly everyMs: number;
  readonly wait: Wait;
  readonly now: () => Date;
  readonly setAside: (what: unknown, reason: string) => void;
  readonly onEvent: OnEvent;
};

const bookmarkSchema = z.object({
  inode: z.string(),
  head: z.string(),
  headBytes: z.number().int().nonnegative(),
  offset: z.number().int().nonnegative(),
});

/** Keeps the bookmark in a file. */
export function keepFileBookmark(file: string): Keep<FileBookmark> {
  return keepInFile(file, (value) => bookmarkSchema.safeParse(value).data ?? null);
}

/** Makes the source. A file that is not there yet is waited for. */
export function followFile(deps: FollowFileDeps): LogSource {
  const { file, bookmark, onEvent } = deps;
  const health = createLogHealth();

  /** The next chunk: of the bookmark's file, wherever it lies now, then of its successor. */
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

  /** The next chunk, and whether the file can be read at all. A file without news can be read. */
  function look(): Chunk | null {
    try {
      const chunk = nextChunk();
      if (chunk !== null || existsSync(file)) health.canRead();
      else health.cannotRead(`There is no ${file}.`);
      return chunk;
    } catch (error) {
      health.cannotRead(explainFileFault(error)?.sentence ?? `${file}: ${reasonOf(error)}.`);
      throw error;
    }
  }

  /** Whether there may be more at once. */
  function step(take: (events: readonly ObservedEvent[]) => void): boolean {
    const chunk = look();
    if (chunk === null) return false;
    const readAt = deps.now().toISOString();
    const read = chunk.lines.map((line) => readLine(line, readAt));
    take(read.filter((event) => event !== null));
    const unread = chunk.lines.filter((_, index) => read[index] === null);
    for (const line of unread) deps.setAside(line, 'This line is no event.');
    const faults = unread.length + (chunk.passedOver > 0 ? 1 : 0);
    if (faults > 0) onEvent('log.unreadable', { events: faults });
    // Only now: what the bookmark has passed is in the spool.
    const at = bookmark.read();
    if (at?.offset !== chunk.next.offset || at.inode !== chunk.next.inode)
      bookmark.write(chunk.next);
    return chunk.lines.length > 0 || chunk.passedOver > 0;
  }

  return {
    async follow(take, stopped) {
      while (!stopped.aborted) {
        let hasMore = false;
        try {
          hasMore = step(take);
        } catch (error) {
          onEvent('log.failed', { reason: reasonOf(error) });
        }
        await deps.wait(hasMore ? 0 : deps.everyMs, stopped);
      }
    },
    judge: health.judge,
  };
}
