/**
 * A kept database: every row of its tables and every file beside it, one JSON line each, as the product
 * wrote them. A test writes the lines back into a file of SQLite, or into the containers of Cosmos DB.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Json = Readonly<Record<string, unknown>>;

/** `schema`: what SQLite needs before the rows; the other members are columns. */
export type Line =
  | { readonly table: 'schema'; readonly userVersion: number; readonly applicationId: number }
  | { readonly table: 'schema'; readonly sql: string }
  | { readonly table: 'rooms'; pk: number; id: string; etag: number; body: Json }
  | {
      readonly table: 'events';
      seq: number;
      roomId: string;
      revision: number;
      signals: string;
      body: Json;
    }
  | { readonly table: 'documents'; kind: string; id: string; etag: string; body: Json }
  | { readonly table: 'files'; path: string; base64: string };

type Row = Exclude<Line, { readonly table: 'schema' | 'files' }>;
export type RoomLine = Extract<Line, { readonly table: 'rooms' }>;
export type EventLine = Extract<Line, { readonly table: 'events' }>;
export type DocumentLine = Extract<Line, { readonly table: 'documents' }>;

const order = { rooms: 'pk', events: 'seq', documents: 'kind, id' } as const;
const tables = ['rooms', 'events', 'documents'] as const;

/** Reads a database that no process has open, and the files beside it. */
export async function readDatabase(file: string, folder: string): Promise<Line[]> {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const pragma = (name: string) => Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
    const sql = db
      .prepare("SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND sql IS NOT NULL")
      .all();
    const rows = tables.flatMap((table) =>
      db
        .prepare(`SELECT * FROM ${table} ORDER BY ${order[table]}`)
        .all()
        .map(({ json, ...columns }) => ({ table, ...columns, body: JSON.parse(String(json)) })),
    );
    return [
      {
        table: 'schema',
        userVersion: pragma('user_version'),
        applicationId: pragma('application_id'),
      },
      ...sql.map((one) => ({ table: 'schema' as const, sql: String(one['sql']) })),
      ...(rows as Row[]),
      ...(await readFiles(folder)),
    ];
  } finally {
    db.close();
  }
}

async function readFiles(folder: string): Promise<Line[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const lines = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      const base64 = (await readFile(file)).toString('base64');
      const relative = path.relative(folder, file).split(path.sep).join('/');
      return { table: 'files' as const, path: relative, base64 };
    }),
  );
  return lines.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Writes the files of attachments into an empty folder. */
export async function putFiles(lines: readonly Line[], folder: string): Promise<void> {
  for (const line of lines) {
    if (line.table !== 'files') continue;
    const file = path.join(folder, line.path);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, Buffer.from(line.base64, 'base64'));
  }
}

/** Makes a database with the schema of its version and puts the rows in. */
export function putIntoSqlite(lines: readonly Line[], file: string): void {
  const db = new DatabaseSync(file);
  try {
    db.exec('BEGIN');
    for (const line of lines) {
      if (line.table === 'files') continue;
      if (line.table !== 'schema') putRow(db, line);
      else if ('sql' in line) db.exec(line.sql);
      else {
        db.exec(`PRAGMA user_version = ${line.userVersion}`);
        db.exec(`PRAGMA application_id = ${line.applicationId}`);
      }
    }
    db.exec('COMMIT');
  } finally {
    db.close();
  }
}

function putRow(db: DatabaseSync, { table, body, ...columns }: Row): void {
  const names = [...Object.keys(columns), 'json'];
  const places = names.map(() => '?').join(', ');
  const values = [...Object.values(columns), JSON.stringify(body)];
  db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`).run(...values);
}

/** The lines of a kept file. */
export async function readLines<T>(file: string): Promise<T[]> {
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

/** Writes a kept file, one line for each value. */
export async function writeLines(file: string, values: readonly unknown[]): Promise<void> {
  await writeFile(file, `${values.map((value) => JSON.stringify(value)).join('\n')}\n`);
}
