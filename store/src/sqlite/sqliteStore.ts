/**
 * The embedded default: the `Store` of one process on one SQLite file. The file is locked to the
 * process, so no other process writes to it and no commit races with another process.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Room } from '@rooms-pro/core';
import { checkQuery } from '../checkQuery.ts';
import { createCommitAnnouncer } from '../feed/announceCommits.ts';
import { createChangeCount } from '../metrics.ts';
import { createQuarantine, createReader } from '../quarantine/reader.ts';
import { createStringInterner } from '../rooms/internStrings.ts';
import type { DocumentKind, Store, Stored } from '../store.ts';
import { explainFault, StoreError } from '../storeError.ts';
import { type CommitStats, createGroupCommit } from './groupCommit.ts';
import { type DocumentInOrder, prepareDocuments } from './sqliteDocuments.ts';
import { openSqliteFile } from './sqliteFile.ts';
import { prepareRooms, type RoomInOrder, type SqliteRooms } from './sqliteRooms.ts';
import { createTransact } from './sqliteTransact.ts';

export type SqliteStoreOptions = {
  /** Path of the database, created if it is missing; `:memory:` for a database that is never saved. */
  readonly file: string;
  /** How long opening waits for a process that is stopping. Default 2,000. */
  readonly waitForLockMs?: number;
  /** Receives what an `onCommit` listener throws; without it the process warns on stderr. */
  readonly onListenerError?: (error: unknown) => void;
};

/** A `Store` that also counts its commits to the disk. */
export type SqliteStore = Store & { stats(): CommitStats };

/** Rooms and documents per page of the streams; small, so that other work runs between pages. */
const pageSize = 200;

/**
 * Opens the embedded store. Its writes resolve when they are durable. Throws a `StoreError` when the
 * file is in use, damaged, from a newer version or unreachable; the message names the file and the remedy.
 */
export function openSqliteStore(options: SqliteStoreOptions): SqliteStore {
  const { file } = options;
  const db = openSqliteFile(file, options.waitForLockMs ?? 2000);
  const explain = (error: unknown) => explainFault(file, error);
  const shared = createGroupCommit(db, explain);
  const reader = createReader(options.onListenerError);
  const rooms = prepareRooms(db, reader);
  const documents = prepareDocuments(db, reader);
  const announcer = createCommitAnnouncer(options.onListenerError);
  const countChanges = createChangeCount();
  announcer.listen(({ event }) => countChanges(event));

  /** Every operation passes here: it needs an open database, and its faults become sentences. */
  async function whileOpen<A>(operation: () => A | Promise<A>): Promise<A> {
    if (!db.isOpen) throw new StoreError('closed', `The store on ${file} is closed.`);
    try {
      return await operation();
    } catch (error) {
      throw explain(error);
    }
  }

  const transact = createTransact(rooms, shared.write, announcer.announce);

  const store: Omit<SqliteStore, 'quarantine'> = {
    room: (id) => whileOpen(() => rooms.load(id)),
    transact: (id, decide, known) => whileOpen(() => transact(id, decide, known)),
    rooms: () => streamRooms((last) => whileOpen(() => rooms.page(last?.pk ?? 0, pageSize))),
    history: (id, query) => whileOpen(() => rooms.history(id, checkQuery(query))),
    feed: (cursor, limit) => whileOpen(() => readFeed(rooms, cursor, limit)),
    feedEnd: () => whileOpen(() => String(rooms.lastSeq())),
    onCommit: announcer.listen,
    document: <T>(kind: DocumentKind, id: string) => whileOpen(() => documents.load<T>(kind, id)),
    async *documents<T>(kind: DocumentKind) {
      const readAfter = (last: DocumentInOrder<T> | null) =>
        whileOpen(() => documents.page<T>(kind, last?.id ?? '', pageSize));
      for await (const { id, stored } of readPages(readAfter))
        if (stored !== null) yield { ...stored, id };
    },
    putDocument: <T>(kind: DocumentKind, id: string, value: T, ifMatch?: string | null) =>
      whileOpen(() => {
        // Serialise now, because the caller may change its object before the write runs.
        const json = JSON.stringify(value);
        return shared.write(() => {
          const etag = documents.put(kind, id, json, ifMatch);
          return { answer: etag === 'conflict' ? etag : { etag } };
        });
      }),
    deleteDocument: (kind, id) =>
      whileOpen(() => shared.write(() => ({ answer: documents.remove(kind, id) }))),
    async close() {
      if (!db.isOpen) return;
      shared.drain();
      db.close();
    },
    stats: shared.stats,
  };
  return { ...store, quarantine: createQuarantine(reader.list, store) };
}

async function* streamRooms(
  readAfter: (last: RoomInOrder | null) => Promise<readonly RoomInOrder[]>,
): AsyncGenerator<Stored<Room>> {
  const share = createStringInterner();
  for await (const { stored } of readPages(readAfter)) if (stored !== null) yield share(stored);
}

/** Reads one page of the feed that has entries, or its end. */
function readFeed(rooms: SqliteRooms, cursor: string | null, limit: number) {
  for (let at = toSeq(cursor); ; ) {
    const { entries, seq } = rooms.feed(at, Math.max(1, limit));
    // A page that contains only rooms in quarantine is not the end of the feed.
    if (entries.length > 0) return { entries, cursor: String(seq) };
    if (seq === at) return { entries, cursor: at === toSeq(cursor) ? cursor : String(at) };
    at = seq;
  }
}

/** Reads page after page. Other work runs between the pages, and no statement stays open. */
async function* readPages<Row>(
  readAfter: (last: Row | null) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  let page = await readAfter(null);
  while (page.length > 0) {
    yield* page;
    await nextTurn();
    page = await readAfter(page.at(-1) ?? null);
  }
}

function toSeq(cursor: string | null): number {
  if (cursor === null) return 0;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new RangeError(`«${cursor}» is not a cursor of this store's feed.`);
}
