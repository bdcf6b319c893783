/** Reads the state of a spool without changing it, also while the service writes it. */
import { accessSync, constants, existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { databaseFile, isDamage, readVersion } from './database.ts';
import { type Position, parseItems, readPosition } from './records.ts';
import { listSegments, readSegment, readSegmentPosition } from './segments.ts';
import type { SpooledMessage } from './spool.ts';

export type SpoolSnapshot = {
  /** Messages not yet confirmed. */
  readonly waiting: number;
  /** When the oldest waiting message was observed; `null` when no message waits. */
  readonly oldestAt: string | null;
  /** The counters; `null` before the service has stored them. */
  readonly position: Position | null;
  /** The service repairs the file at its next start. */
  readonly isDamaged: boolean;
};

const busyTimeoutMs = 5_000;

/** Reads the folder of a spool; a missing folder counts as empty. Throws when this account may not read it. */
export function inspectSpool(folder: string): SpoolSnapshot {
  const file = databaseFile(folder);
  // An earlier version wrote files that the service takes over at its next start.
  if (!existsSync(file)) return inspectSegments(folder);
  accessSync(file, constants.R_OK);
  try {
    return inspectDatabase(file) ?? inspectSegments(folder);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { waiting: 0, oldestAt: null, position: null, isDamaged: true };
  }
}

/** `null` before the service has created the tables. */
function inspectDatabase(file: string): SpoolSnapshot | null {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    if (readVersion(database) === 0) return null;
    const position = readPosition(database);
    const confirmed = position?.confirmed ?? 0;
    const count = database.prepare('SELECT count(*) AS count FROM message WHERE seq > ?');
    const first = database
      .prepare('SELECT items FROM message WHERE seq > ? ORDER BY seq LIMIT 1')
      .get(confirmed);
    const waiting = Number(count.get(confirmed)?.['count']);
    const items = first === undefined ? null : parseItems(String(first['items']));
    return { waiting, oldestAt: observedAt(items ?? []), position, isDamaged: false };
  } finally {
    database.close();
  }
}

function inspectSegments(folder: string): SpoolSnapshot {
  const position = readSegmentPosition(folder);
  const unsent = listSegments(folder)
    .flatMap((file) => readSegment(file).messages)
    .filter(({ seq }) => seq > (position?.confirmed ?? 0));
  const oldestAt = observedAt(unsent[0]?.items ?? []);
  return { waiting: unsent.length, oldestAt, position, isDamaged: false };
}

function observedAt([first]: SpooledMessage['items']): string | null {
  return first !== undefined && 'observedAt' in first ? (first.observedAt ?? null) : null;
}
