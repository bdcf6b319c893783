/** Opens the embedded database file: for this process alone, durable, with the schema it needs. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Room, upgradeRoom } from '@rooms-pro/core';
import { explainFault, StoreError } from '../storeError.ts';

/** «ROOM»: tells our files from other programs' databases. */
const applicationId = 0x524f4f4d;

/**
 * The schema, step by step; the file's `user_version` counts the steps it has. Never edit a step
 * that was released: add one. `pk` keeps pages of rooms stable; `signals` is ` display:1 camera `.
 */
const migrations: readonly (string | ((db: DatabaseSync) => void))[] = [
  `CREATE TABLE rooms (
     pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, etag INTEGER NOT NULL, json TEXT NOT NULL);
   CREATE TABLE events (
     seq INTEGER PRIMARY KEY AUTOINCREMENT, roomId TEXT NOT NULL, revision INTEGER NOT NULL,
     signals TEXT NOT NULL, json TEXT NOT NULL, UNIQUE (roomId, revision));
   CREATE TABLE documents (
     kind TEXT NOT NULL, id TEXT NOT NULL, etag TEXT NOT NULL, json TEXT NOT NULL,
     PRIMARY KEY (kind, id));`,
  completeRooms,
];

/**
 * Gives every room the members that it did not have in the first version. Last-seen pages had another
 * form: they go, and fill again as rooms are heard.
 */
function completeRooms(db: DatabaseSync): void {
  db.exec("DELETE FROM documents WHERE kind = 'lastSeen'");
  const update = db.prepare('UPDATE rooms SET json = ? WHERE pk = ?');
  const next = db.prepare('SELECT pk, json FROM rooms WHERE pk > ? ORDER BY pk LIMIT 1');
  for (let row = next.get(0); row !== undefined; row = next.get(row['pk'] ?? 0)) {
    const room = JSON.parse(String(row['json'])) as Room;
    update.run(JSON.stringify(upgradeRoom(room)), row['pk'] ?? 0);
  }
}

/**
 * Opens (and creates, if need be) the database at `file`, or an unsaved one for `:memory:`.
 * Throws a `StoreError` with a plain sentence when it is in use, damaged, newer or out of reach.
 */
export function openSqliteFile(file: string, waitForLockMs: number): DatabaseSync {
  let db: DatabaseSync | null = null;
  try {
    if (file !== ':memory:') createPrivately(file);
    db = new DatabaseSync(file, { timeout: waitForLockMs });
    takeAlone(db);
    refuseForeign(db, file);
    migrate(db, file);
    return db;
  } catch (error) {
    db?.close();
    throw explainFault(file, error);
  }
}

/**
 * Only the owner may read the file: it names rooms and people. An existing file is never opened
 * here, because closing it would drop the locks that this process may hold on it through SQLite.
 */
function createPrivately(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    throw new StoreError(
      'unavailable',
      `${file} cannot be created. Check that its folder exists and that this user may write there.`,
      error,
    );
  }
}

/**
 * The lock belongs to the process, so it goes with it, whichever way it dies: nothing to clean up.
 * `synchronous=FULL` makes each COMMIT reach the disk before it returns.
 */
function takeAlone(db: DatabaseSync): void {
  db.exec('PRAGMA locking_mode = EXCLUSIVE');
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  db.exec('PRAGMA journal_size_limit = 67108864');
  db.exec('PRAGMA cache_size = -16000');
  db.exec('BEGIN EXCLUSIVE; COMMIT');
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

function refuseForeign(db: DatabaseSync, file: string): void {
  if (pragma(db, 'application_id') === applicationId) return;
  if (db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined) return;
  throw new StoreError(
    'unusable',
    `${file} is a database of another program. Choose another file name.`,
  );
}

function migrate(db: DatabaseSync, file: string): void {
  const version = pragma(db, 'user_version');
  if (version > migrations.length) {
    throw new StoreError(
      'newer',
      `${file} was written by a newer version of Rooms Pro Management (schema ${version}; this one knows ${migrations.length}). Start the newer version, or choose another file.`,
    );
  }
  if (version === migrations.length) return;
  db.exec('BEGIN EXCLUSIVE');
  for (const step of migrations.slice(version)) {
    if (typeof step === 'string') db.exec(step);
    else step(db);
  }
  db.exec(`PRAGMA application_id = ${applicationId}`);
  db.exec(`PRAGMA user_version = ${migrations.length}`);
  db.exec('COMMIT');
}
