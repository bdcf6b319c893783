/** One file of the spool: one message per line; lines are only appended, and the file is removed as a whole. */
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { SpooledMessage } from './spool.ts';

export type Segment = {
  readonly file: string;
  firstSeq: number;
  lastSeq: number;
  bytes: number;
  /** Messages in the file, confirmed or not. */
  count: number;
};

const name = /^(\d{16})\.jsonl$/;

/** The path of the segment that begins with this number; names sort in the order of their numbers. */
export function segmentFile(folder: string, seq: number): string {
  return path.join(folder, `${String(seq).padStart(16, '0')}.jsonl`);
}

/** Whether a file of the spool's folder is a segment. */
export function isSegment(file: string): boolean {
  return name.test(file);
}

/** The messages of a segment, and how many lines of it cannot be read. */
export function readSegment(file: string): {
  readonly messages: readonly SpooledMessage[];
  readonly damaged: number;
} {
  const messages: SpooledMessage[] = [];
  let damaged = 0;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const message = readLine(line);
    // Numbers always increase; a line with a lower number is damaged.
    if (message === null || message.seq <= (messages.at(-1)?.seq ?? 0)) damaged += 1;
    else messages.push(message);
  }
  return { messages, damaged };
}

function readLine(line: string): SpooledMessage | null {
  try {
    const value = JSON.parse(line);
    const isMessage = Number.isSafeInteger(value?.seq) && Array.isArray(value.items);
    return isMessage ? { seq: value.seq, items: value.items } : null;
  } catch {
    return null;
  }
}

/** Removes an incomplete last line after a crash; `append` had not returned for this line. */
export function repairTail(file: string): void {
  const content = readFileSync(file);
  const whole = content.lastIndexOf(0x0a) + 1;
  if (whole < content.length) truncateSync(file, whole);
}

/** Appends a line and flushes it. When the disk fails, this restores the file and throws. */
export function appendLine(segment: Segment, line: Buffer): void {
  const descriptor = openSync(segment.file, 'a', 0o600);
  try {
    if (writeSync(descriptor, line) !== line.length) throw new Error('The disk is full.');
    fsyncSync(descriptor);
  } catch (error) {
    ftruncateSync(descriptor, segment.bytes);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
