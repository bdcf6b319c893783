/** One file of the spool: messages as lines, only ever appended to, removed as a whole. */
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

/** The file of the segment that begins with this number; names sort as their numbers do. */
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
    // Numbers only rise; a line that says otherwise was not written by us.
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

/** Cuts off a last line that a crash left unfinished: nobody was promised it. */
export function mendTail(file: string): void {
  const content = readFileSync(file);
  const whole = content.lastIndexOf(0x0a) + 1;
  if (whole < content.length) truncateSync(file, whole);
}

/** Appends a line and flushes it; when the disk refuses, the file is as it was and this throws. */
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
