/** Reads what is readable in a damaged database. */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Position, readPosition, type StoredMessage } from './records.ts';

/** Never throws: a file without anything readable has no messages and no counters. */
export function readDamaged(file: string): {
  readonly messages: readonly StoredMessage[];
  readonly position: Position | null;
} {
  try {
    const database = new DatabaseSync(file);
    try {
      const upwards = readUntilDamage(database, 'ASC');
      const known = new Set(upwards.map(({ seq }) => seq));
      // The messages after the damaged part.
      const downwards = readUntilDamage(database, 'DESC').filter(({ seq }) => !known.has(seq));
      return { messages: [...upwards, ...downwards.reverse()], position: tryPosition(database) };
    } finally {
      database.close();
    }
  } catch {
    return { messages: [], position: null };
  }
}

function readUntilDamage(database: DatabaseSync, order: 'ASC' | 'DESC'): StoredMessage[] {
  const messages: StoredMessage[] = [];
  try {
    const rows = database.prepare(`SELECT seq, items FROM message ORDER BY seq ${order}`).iterate();
    for (const row of rows) {
      const { seq, items } = row as Record<string, SQLInputValue>;
      if (typeof seq === 'number' && seq > 0 && typeof items === 'string')
        messages.push({ seq, items });
    }
  } catch {
    // From here on, the file is damaged.
  }
  return messages;
}

function tryPosition(database: DatabaseSync): Position | null {
  try {
    return readPosition(database);
  } catch {
    return null;
  }
}
