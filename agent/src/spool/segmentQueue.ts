/** The segments of the spool in order: appends at the tail, reads and removes at the head. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { flushFolder } from '../durable.ts';
import {
  appendLine,
  isSegment,
  readSegment,
  repairTail,
  type Segment,
  segmentFile,
} from './segment.ts';
import type { SpooledMessage } from './spool.ts';

/** Opens the existing segments; `onDamaged` receives the number of lines that cannot be read. */
export function openSegmentQueue(
  folder: string,
  segmentBytes: number,
  onDamaged: (lines: number) => void,
) {
  const segments = openSegments(folder, onDamaged);
  let head: { readonly segment: Segment; readonly messages: SpooledMessage[] } | null = null;

  function tailFor(bytes: number, seq: number): Segment {
    const tail = segments.at(-1);
    if (tail !== undefined && tail.bytes + bytes <= segmentBytes) return tail;
    return { file: segmentFile(folder, seq), firstSeq: seq, lastSeq: 0, bytes: 0, count: 0 };
  }

  return {
    oldest: (): Segment | undefined => segments[0],
    lastSeq: (): number => segments.at(-1)?.lastSeq ?? 0,
    bytes: (): number => segments.reduce((sum, segment) => sum + segment.bytes, 0),
    /** The message is durable when this returns. When the disk fails, this throws and changes nothing. */
    append(message: SpooledMessage, line: Buffer): void {
      const tail = tailFor(line.length, message.seq);
      appendLine(tail, line);
      if (tail.count === 0) {
        flushFolder(folder);
        segments.push(tail);
      }
      tail.bytes += line.length;
      tail.lastSeq = message.seq;
      tail.count += 1;
      if (head?.segment === tail) head.messages.push(message);
    },
    /** The oldest segment's messages, read from disk once. */
    readHead(): readonly SpooledMessage[] {
      const segment = segments[0];
      if (segment === undefined) return [];
      if (head?.segment !== segment)
        head = { segment, messages: [...readSegment(segment.file).messages] };
      return head.messages;
    },
    removeOldest(): void {
      const oldest = segments.shift();
      if (oldest !== undefined) rmSync(oldest.file, { force: true });
    },
    /** How many messages come after this number. */
    countAfter: (seq: number): number =>
      segments.reduce((sum, segment) => sum + countAfter(segment, seq), 0),
  };
}

/** How many messages of a segment come after this number. */
export function countAfter({ file, firstSeq, lastSeq, count }: Segment, seq: number): number {
  if (lastSeq <= seq) return 0;
  if (firstSeq > seq) return count;
  return readSegment(file).messages.filter((message) => message.seq > seq).length;
}

/** Opens the segments, oldest first; removes incomplete lines and empty files. */
function openSegments(folder: string, onDamaged: (lines: number) => void): Segment[] {
  const segments: Segment[] = [];
  let damaged = 0;
  for (const name of readdirSync(folder).filter(isSegment).sort()) {
    const file = path.join(folder, name);
    repairTail(file);
    const read = readSegment(file);
    damaged += read.damaged;
    const [first, last] = [read.messages[0], read.messages.at(-1)];
    const bytes = statSync(file).size;
    if (first === undefined || last === undefined) rmSync(file);
    else
      segments.push({
        file,
        firstSeq: first.seq,
        lastSeq: last.seq,
        bytes,
        count: read.messages.length,
      });
  }
  if (damaged > 0) onDamaged(damaged);
  return segments;
}
