/** The small documents beside the rooms as rows of the embedded store. */
import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Reader } from '../quarantine/reader.ts';
import type { DocumentKind, Stored } from '../store.ts';

type Row = { readonly id: string; readonly etag: string; readonly json: string };

/** A document and its place in the order of ids. */
export type DocumentInOrder<T> = { readonly id: string; readonly stored: Stored<T> | null };

export type SqliteDocuments = ReturnType<typeof prepareDocuments>;

/** Prepares the statements once; each answers at once, inside or outside a transaction. */
export function prepareDocuments(db: DatabaseSync, reader: Reader) {
  const one = db.prepare('SELECT id, etag, json FROM documents WHERE kind = ? AND id = ?');
  const page = db.prepare(
    'SELECT id, etag, json FROM documents WHERE kind = ? AND id > ? ORDER BY id LIMIT ?',
  );
  const put = db.prepare(
    'INSERT OR REPLACE INTO documents (kind, id, etag, json) VALUES (?, ?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM documents WHERE kind = ? AND id = ?');

  function load<T>(kind: DocumentKind, id: string): Stored<T> | null {
    const row = one.get(kind, id) as Row | undefined;
    return row ? reader.read<T>({ kind, ...row }) : reader.absent(kind, id);
  }

  return {
    load,

    /** Documents of a kind with an id after `id`, by id; `stored` is `null` for one in quarantine. */
    page<T>(kind: DocumentKind, id: string, limit: number): DocumentInOrder<T>[] {
      const rows = page.all(kind, id, limit) as Row[];
      return rows.map((row) => ({ id: row.id, stored: reader.readOrSkip<T>({ kind, ...row }) }));
    },

    /** Writes unless `ifMatch` says what is not so. An etag is never given twice. */
    put(
      kind: DocumentKind,
      id: string,
      json: string,
      ifMatch?: string | null,
    ): string | 'conflict' {
      if (ifMatch !== undefined) {
        const row = one.get(kind, id) as Row | undefined;
        if ((row?.etag ?? null) !== ifMatch) return 'conflict';
      } else reader.assertReplaceable(kind, id);
      const etag = randomUUID();
      put.run(kind, id, etag, json);
      reader.list.remove(kind, id);
      return etag;
    },

    remove(kind: DocumentKind, id: string): void {
      reader.assertReplaceable(kind, id);
      remove.run(kind, id);
    },
  };
}
