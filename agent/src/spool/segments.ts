/**
 * The files of a spool before it had a database: one message per line, and the counters in `position.json`.
 * Only read, to take over the messages of an earlier version.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { persistInFile, readIfThere } from '../durable.ts';
import { type Position, parsePosition } from './records.ts';
import type { SpooledMessage } from './spool.ts';

const segmentName = /^\d{16}\.jsonl$/;

/** The folder of the segments, and the file of the counters. */
export function segmentsFolder(folder: string): string {
  return path.join(folder, 'messages');
}
export function positionFile(folder: string): string {
  return path.join(folder, 'position.json');
}

/** The paths of all segments, oldest first; empty when there is no earlier spool. */
export function listSegments(folder: string): string[] {
  const inside = segmentsFolder(folder);
  try {
    const names = readdirSync(inside).filter((name) => segmentName.test(name));
    return names.sort().map((name) => path.join(inside, name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** The counters of an earlier spool; `null` when they are missing or damaged. */
export function readSegmentPosition(folder: string): Position | null {
  return persistInFile(positionFile(folder), parsePosition).read();
}

/** The messages of a segment, and how many lines cannot be read; no messages when the file is missing. */
export function readSegment(file: string): {
  readonly messages: readonly SpooledMessage[];
  readonly damaged: number;
} {
  const messages: SpooledMessage[] = [];
  let damaged = 0;
  const lines = (readIfThere(file) ?? '').split('\n');
  // `append` had not returned for an incomplete last line, so that line is no damage.
  for (const line of lines.slice(0, -1)) {
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
