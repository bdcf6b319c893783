/** What the database of a spool contains: the messages that wait, and the counters. */
import type { DatabaseSync } from 'node:sqlite';
import type { TelemetryItem } from '@rooms-pro/core/contracts';
import { z } from 'zod';

/** A message as it is stored: `items` is JSON. */
export type StoredMessage = { readonly seq: number; readonly items: string };

const count = z.number().int().nonnegative();
const positionSchema = z.object({
  lastSeq: count,
  confirmed: count,
  dropped: count,
  setAside: count,
});

/** `lastSeq` and `confirmed` are numbers of messages; the others count since the first start. */
export type Position = z.infer<typeof positionSchema>;

export const startPosition: Position = { lastSeq: 0, confirmed: 0, dropped: 0, setAside: 0 };

/** Creates the tables of an empty database. */
export function createTables(database: DatabaseSync): void {
  database.exec('CREATE TABLE message (seq INTEGER PRIMARY KEY, items TEXT NOT NULL) STRICT');
  database.exec(
    `CREATE TABLE position (
      id INTEGER PRIMARY KEY CHECK (id = 1), lastSeq INTEGER NOT NULL, confirmed INTEGER NOT NULL,
      dropped INTEGER NOT NULL, setAside INTEGER NOT NULL) STRICT`,
  );
}

/** Parses counters; `null` when they are damaged. */
export function parsePosition(value: unknown): Position | null {
  return positionSchema.safeParse(value).data ?? null;
}

/** Reads the stored counters; `null` when they do not exist or are damaged. */
export function readPosition(database: DatabaseSync): Position | null {
  return parsePosition(database.prepare('SELECT * FROM position').get());
}

/** Stores the counters. */
export function writePosition(database: DatabaseSync, position: Position): void {
  const { lastSeq, confirmed, dropped, setAside } = position;
  database
    .prepare('INSERT OR REPLACE INTO position VALUES (1, ?, ?, ?, ?)')
    .run(lastSeq, confirmed, dropped, setAside);
}

/** The highest number of a stored message; 0 without messages. */
export function readLastSeq(database: DatabaseSync): number {
  return Number(database.prepare('SELECT max(seq) AS seq FROM message').get()?.['seq'] ?? 0);
}

/** Adds a message; throws when its number is used. */
export function insertMessage(database: DatabaseSync, { seq, items }: StoredMessage): void {
  database.prepare('INSERT INTO message (seq, items) VALUES (?, ?)').run(seq, items);
}

/** Adds messages; a number that is there stays as it is. */
export function insertMessages(database: DatabaseSync, messages: readonly StoredMessage[]): void {
  const insert = database.prepare('INSERT OR IGNORE INTO message (seq, items) VALUES (?, ?)');
  for (const { seq, items } of messages) insert.run(seq, items);
}

/** Parses the items of a stored message; `null` when they are damaged. */
export function parseItems(text: string): readonly TelemetryItem[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** Commits what `change` does, or nothing of it when it throws. */
export function inTransaction(database: DatabaseSync, change: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    change();
    database.exec('COMMIT');
  } catch (error) {
    // When the disk fails, SQLite has already rolled back.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
