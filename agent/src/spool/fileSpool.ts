/**
 * The spool on disk. A message is durable before `append` returns; a position file contains the last
 * confirmed number. After a crash the position may be behind: then messages are sent again, and the
 * platform returns `duplicate` for them.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { persistInFile } from '../durable.ts';
import { errorReason, type OnEvent } from '../log.ts';
import { createQuarantine } from './quarantine.ts';
import { countAfter, openSegmentQueue } from './segmentQueue.ts';
import type { Spool } from './spool.ts';

export type FileSpoolOptions = {
  readonly folder: string;
  readonly maxBytes: number;
  readonly now: () => Date;
  readonly onEvent: OnEvent;
};

const largestSegment = 1024 * 1024;
/** A full spool drops one segment at a time, so it needs several segments. */
const fewestSegments = 8;

const count = z.number().int().nonnegative();
const positionSchema = z.object({
  lastSeq: count,
  confirmed: count,
  dropped: count,
  setAside: count,
});

/** Opens the spool of a folder; creates a missing folder and repairs the spool after a crash. */
export function openFileSpool({ folder, maxBytes, now, onEvent }: FileSpoolOptions): Spool {
  const messagesFolder = makeMessagesFolder(folder);
  const keep = persistInFile(positionFile(folder), parsePosition);
  const position = keep.read() ?? { lastSeq: 0, confirmed: 0, dropped: 0, setAside: 0 };
  const segmentBytes = Math.min(largestSegment, Math.floor(maxBytes / fewestSegments));
  const queue = openSegmentQueue(messagesFolder, segmentBytes, (lines) =>
    onEvent('spool.damaged', { lines }),
  );
  position.lastSeq = Math.max(position.lastSeq, queue.lastSeq());
  const writeAside = createQuarantine(path.join(folder, 'rejected'), now);
  // A crash may have occurred after the position was written and before the segments were removed.
  removeConfirmed();

  /** On a full disk the position stays behind. This only causes duplicates, so sending continues. */
  function keepPosition(): void {
    try {
      keep.write(position);
    } catch (error) {
      onEvent('spool.failed', { reason: errorReason(error) });
    }
  }

  function removeConfirmed(): void {
    for (let oldest = queue.oldest(); oldest !== undefined; oldest = queue.oldest()) {
      if (oldest.lastSeq > position.confirmed) break;
      queue.removeOldest();
    }
  }

  /** Drops the oldest messages until this number of bytes is free. */
  function makeSpace(bytes: number): void {
    let dropped = 0;
    for (let oldest = queue.oldest(); oldest !== undefined; oldest = queue.oldest()) {
      if (queue.bytes() + bytes <= maxBytes) break;
      dropped += countAfter(oldest, position.confirmed);
      queue.removeOldest();
    }
    if (dropped === 0) return;
    position.dropped += dropped;
    keepPosition();
    onEvent('spool.dropped', { messages: dropped, inAll: position.dropped });
  }

  return {
    append(items) {
      const message = { seq: position.lastSeq + 1, items };
      const line = Buffer.from(`${JSON.stringify(message)}\n`);
      makeSpace(line.length);
      queue.append(message, line);
      position.lastSeq = message.seq;
      return message.seq;
    },
    nextSeq() {
      position.lastSeq += 1;
      keepPosition();
      return position.lastSeq;
    },
    peek: (most) =>
      queue
        .readHead()
        .filter(({ seq }) => seq > position.confirmed)
        .slice(0, most),
    confirm(seq) {
      if (seq <= position.confirmed) return;
      position.confirmed = seq;
      // The position is written first: a segment must not be removed before its numbers are stored as used.
      keepPosition();
      removeConfirmed();
    },
    confirmed: () => position.confirmed,
    quarantine(what, reason) {
      position.setAside += 1;
      writeAside(what, reason);
      keepPosition();
    },
    state: () => ({
      waiting: queue.countAfter(position.confirmed),
      dropped: position.dropped,
      setAside: position.setAside,
    }),
    close: keepPosition,
  };
}

function makeMessagesFolder(folder: string): string {
  const messagesFolder = path.join(folder, 'messages');
  mkdirSync(messagesFolder, { recursive: true, mode: 0o700 });
  return messagesFolder;
}

function positionFile(folder: string): string {
  return path.join(folder, 'position.json');
}

function parsePosition(value: unknown) {
  return positionSchema.safeParse(value).data ?? null;
}
