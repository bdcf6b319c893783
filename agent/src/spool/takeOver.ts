/** Takes the messages of an earlier version over into the database, once. */
import { rmdirSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { OnEvent } from '../log.ts';
import {
  insertMessages,
  inTransaction,
  type Position,
  readPosition,
  startPosition,
  writePosition,
} from './records.ts';
import {
  listSegments,
  positionFile,
  readSegment,
  readSegmentPosition,
  segmentsFolder,
} from './segments.ts';

/**
 * Copies one file at a time and removes it when its messages are durable in the database. After a crash in
 * between, the next start continues: a message that is there is not added again. Throws when the disk fails;
 * then the remaining files stay.
 */
export function takeOverSegments(folder: string, database: DatabaseSync, onEvent: OnEvent): void {
  const segments = listSegments(folder);
  const before = readSegmentPosition(folder);
  if (segments.length === 0 && before === null) return;
  let position = laterPosition(readPosition(database), before);
  let [taken, damaged] = [0, 0];
  for (const file of segments) {
    const read = readSegment(file);
    damaged += read.damaged;
    const unsent = read.messages.filter(({ seq }) => seq > position.confirmed);
    position = { ...position, lastSeq: Math.max(position.lastSeq, read.messages.at(-1)?.seq ?? 0) };
    inTransaction(database, () => {
      insertMessages(
        database,
        unsent.map(({ seq, items }) => ({ seq, items: JSON.stringify(items) })),
      );
      writePosition(database, position);
    });
    taken += unsent.length;
    rmSync(file);
  }
  writePosition(database, position);
  rmSync(positionFile(folder), { force: true });
  removeIfEmpty(segmentsFolder(folder));
  if (damaged > 0) onEvent('spool.damaged', { messages: damaged });
  onEvent('spool.takenOver', { messages: taken });
}

/** After a crash, both have counters; each one only grows. */
function laterPosition(known: Position | null, before: Position | null): Position {
  const [one, other] = [known ?? startPosition, before ?? startPosition];
  return {
    lastSeq: Math.max(one.lastSeq, other.lastSeq),
    confirmed: Math.max(one.confirmed, other.confirmed),
    dropped: Math.max(one.dropped, other.dropped),
    setAside: Math.max(one.setAside, other.setAside),
  };
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // A person put something else there, or there is no folder.
  }
}
