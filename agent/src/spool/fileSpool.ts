/**
 * The spool on disk. A message is durable before `append` returns; a position file says how far the
 * platform has confirmed. After a crash the position may be behind: then messages are sent again,
 * which the platform answers with `duplicate`.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { keepInFile } from '../durable.ts';
import { type OnEvent, reasonOf } from '../log.ts';
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
/** A full spool lets go of one segment at a time, so it needs several. */
const fewestSegments = 8;

const count = z.number().int().nonnegative();
const positionSchema = z.object({
  lastSeq: count,
  confirmed: count,
  dropped: count,
  setAside: count,
});

/** Opens the spool of a folder, made if it is missing; mends what a crash left. */
export function openFileSpool({ folder, maxBytes, now, onEvent }: FileSpoolOptions): Spool {
  const messagesFolder = makeMessagesFolder(folder);
  const keep = keepInFile(positionFile(folder), judgePosition);
  const position = keep.read() ?? { lastSeq: 0, confirmed: 0, dropped: 0, setAside: 0 };
  const segmentBytes = Math.min(largestSegment, Math.floor(maxBytes / fewestSegments));
  const queue = openSegmentQueue(messagesFolder, segmentBytes, (lines) =>
    onEvent('spool.damaged', { lines }),
  );
  position.lastSeq = Math.max(position.lastSeq, queue.lastSeq());
  const writeAside = createQuarantine(path.join(folder, 'rejected'), now);
  // A crash may have come between a position and the removal it allowed.
  removeConfirmed();

  /** On a full disk the position stays behind, which costs duplicates; sending must go on. */
  function keepPosition(): void {
    try {
      keep.write(position);
    } catch (error) {
      onEvent('spool.failed', { reason: reasonOf(error) });
    }
  }

  function removeConfirmed(): void {
    for (let oldest = queue.oldest(); oldest !== undefined; oldest = queue.oldest()) {
      if (oldest.lastSeq > position.confirmed) break;
      queue.removeOldest();
    }
  }

  /** Lets go of the oldest messages until there is room for so many bytes. */
  function makeRoom(bytes: number): void {
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
      makeRoom(line.length);
      queue.append(message, line);
      position.lastSeq = message.seq;
      return message.seq;
    },
    takeSeq() {
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
      // The position first: a segment must not vanish before its numbers are known to be used.
      keepPosition();
      removeConfirmed();
    },
    confirmed: () => position.confirmed,
    setAside(what, reason) {
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

function judgePosition(value: unknown) {
  return positionSchema.safeParse(value).data ?? null;
}
