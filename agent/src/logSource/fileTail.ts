/**
 * Reads a log file from an offset on, whole lines only, and knows the file again after it was
 * renamed, replaced or cut short.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, lstatSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { openFileWithoutWaiting } from '../folders/openFile.ts';

/** How far a file has been taken, and how to know that file again. */
export type FileBookmark = {
  readonly inode: string;
  /** Hash of the file's first bytes, as many as `headBytes` says. */
  readonly head: string;
  readonly headBytes: number;
  readonly offset: number;
};

export type Chunk = {
  readonly lines: readonly string[];
  readonly next: FileBookmark;
  /** Bytes of a line so long that it was passed over. */
  readonly passedOver: number;
};

const chunkBytes = 256 * 1024;
const mostHeadBytes = 256;
/** A longer line is no event; it is passed over piece by piece. */
const longestLine = chunkBytes;

/** Whole lines after the bookmark; `null` when the file is another one than the bookmark's. */
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
    const taken = isOverlong ? content.length : whole;
    const headBytes = Math.min(mostHeadBytes, offset + taken);
    const head = hashOf(readBytes(descriptor, 0, headBytes));
    return {
      lines: content
        .toString('utf8', 0, whole)
        .split('\n')
        .filter((line) => line.trim() !== ''),
      next: { inode, head, headBytes, offset: offset + taken },
      passedOver: isOverlong ? taken : 0,
    };
  } finally {
    closeSync(descriptor);
  }
}

function isSame(descriptor: number, inode: string, size: number, of: FileBookmark): boolean {
  if (inode !== of.inode || size < of.offset) return false;
  return hashOf(readBytes(descriptor, 0, of.headBytes)) === of.head;
}

/** Where the bookmark's file lies now, when it was renamed inside its folder; `null`: nowhere. */
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

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
