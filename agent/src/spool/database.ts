/** The database file of the spool. */
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createTables, inTransaction } from './records.ts';

const version = 1;
/** The codes of SQLite for a damaged file, and for a file that is not a database. */
const [damaged, notADatabase] = [11, 26];
const busyTimeoutMs = 5_000;
/** Larger than the changes of one request, so that messages can be removed on a full disk. */
const journalBytes = 1024 * 1024;

/** The path of the database in the folder of a spool. */
export function databaseFile(folder: string): string {
  return path.join(folder, 'messages.db');
}

/** Whether this error means that the file is damaged. */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error)) return false;
  // The lowest byte is the code; the other bytes are details.
  const code = Number(error.errcode) & 0xff;
  return code === damaged || code === notADatabase;
}

/** Opens the database and creates it if it is missing. Throws when it is damaged, and when the disk fails. */
export function openDatabase(file: string): DatabaseSync {
  // SQLite gives its journal the rights of this file.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    // The journal keeps its space on the disk. A write-ahead log is four times faster, but on a full disk it
    // cannot be opened, and no message can be removed. A commit is on the disk when it returns.
    database.exec('PRAGMA journal_mode = PERSIST');
    database.exec(`PRAGMA journal_size_limit = ${journalBytes}`);
    database.exec('PRAGMA synchronous = FULL');
    assertUndamaged(database);
    prepareTables(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite finds a damaged page only when it reads the page, so this reads all pages. */
function assertUndamaged(database: DatabaseSync): void {
  const found = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (found !== 'ok') throw Object.assign(new Error(String(found)), { errcode: damaged });
}

/** The version of the tables; 0 before they exist. */
export function readVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

function prepareTables(database: DatabaseSync): void {
  const known = readVersion(database);
  if (known === version) return;
  if (known !== 0)
    throw new Error(`The spool belongs to a newer Monitoring Software (version ${known}).`);
  // The file becomes smaller when messages are removed.
  database.exec('PRAGMA auto_vacuum = FULL');
  inTransaction(database, () => {
    createTables(database);
    database.exec(`PRAGMA user_version = ${version}`);
  });
}
