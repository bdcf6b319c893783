/**
 * Reads whole lines of a log file from an offset on, and detects that the file was renamed,
 * replaced or truncated.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, lstatSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { openFileWithoutWaiting } from '../folders/openFile.ts';

/** How far a file was read, and the values that identify the file. */
export type FileBookmark = {
  readonly inode: string;
  /** The hash of the file's first `headBytes` bytes. */
  readonly head: string;
  readonly headBytes: number;
  readonly offset: number;
};

export type Chunk = {
  readonly lines: readonly string[];
  readonly next: FileBookmark;
  /** The skipped bytes of a line that is too long. */
  readonly skippedBytes: number;
};

const chunkBytes = 256 * 1024;
const maxHeadBytes = 256;
/** A longer line is not an event; it is skipped chunk by chunk. */
const longestLine = chunkBytes;

/** Reads whole lines after the bookmark; `null` when the bookmark belongs to another file. */
export function readAfter(file: string, bookmark: FileBookmark | null): Chunk | null {
  const descriptor = openFileWithoutWaiting(file);
  try {
    const stat = fstatSync(descriptor, { bigint: true });
    const inode = `${stat.dev}:${stat.ino}`;
    const size = Number(stat.size);
    if (bookmark !== null && !isSame(descriptor, inode, size, bookmark)) return null;
    const offset = bookmark?.offset ?? 0;
    const content = readBytes(descriptor, offset, Math.min(chunkBytes, size - offset));
    const whole = content.lastIndexOf(0x0a) + 1;
    const isOverlong = whole === 0 && content.length >= longestLine;
    const consumed = isOverlong ? content.length : whole;
    const headBytes = Math.min(maxHeadBytes, offset + consumed);
    const head = hashBytes(readBytes(descriptor, 0, headBytes));
    return {
      lines: content
        .toString('utf8', 0, whole)
        .split('\n')
        .filter((line) => line.trim() !== ''),
      next: { inode, head, headBytes, offset: offset + consumed },
      skippedBytes: isOverlong ? consumed : 0,
    };
  } finally {
    closeSync(descriptor);
  }
}

function isSame(descriptor: number, inode: string, size: number, of: FileBookmark): boolean {
  if (inode !== of.inode || size < of.offset) return false;
  return hashBytes(readBytes(descriptor, 0, of.headBytes)) === of.head;
}

/** The new path of the bookmark's file after a rename in its folder; `null` when it is not found. */
export function findRenamed(file: string, bookmark: FileBookmark): string | null {
  const folder = path.dirname(file);
  for (const name of readdirSync(folder)) {
    const other = path.join(folder, name);
    if (other === file || !name.startsWith(path.basename(file))) continue;
    const stat = lstatSync(other, { bigint: true, throwIfNoEntry: false });
    if (stat?.isFile() && `${stat.dev}:${stat.ino}` === bookmark.inode) return other;
  }
  return null;
}

function readBytes(descriptor: number, from: number, count: number): Buffer {
  const buffer = Buffer.alloc(Math.max(count, 0));
  let read = 0;
  while (read < buffer.length) {
    const more = readSync(descriptor, buffer, read, buffer.length - read, from + read);
    if (more === 0) break;
    read += more;
  }
  return buffer.subarray(0, read);
}

function hashBytes(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
