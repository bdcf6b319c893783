/**
 * The embedded default: the `Store` of one process on one SQLite file. The file is locked to the
 * process, so what it has committed is what there is, and no race is lost to anyone outside.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkQuery } from '../checkQuery.ts';
import { createCommitAnnouncer } from '../feed/announceCommits.ts';
import { createChangeCount } from '../metrics.ts';
import { createQuarantine, createReader } from '../quarantine/reader.ts';
import { createStringInterner } from '../rooms/internStrings.ts';
import type { DocumentKind, Store } from '../store.ts';
import { explainFault, StoreError } from '../storeError.ts';
import { type CommitStats, createGroupCommit } from './groupCommit.ts';
import { type DocumentInOrder, prepareDocuments } from './sqliteDocuments.ts';
import { openSqliteFile } from './sqliteFile.ts';
import { prepareRooms, type RoomInOrder } from './sqliteRooms.ts';
import { createTransact } from './sqliteTransact.ts';

export type SqliteStoreOptions = {
  /** Path of the database, made if it is missing; `:memory:` for one that is never saved. */
  readonly file: string;
  /** How long opening waits for a process that is just stopping. Default 2,000. */
  readonly waitForLockMs?: number;
  /** Hears what an `onCommit` listener threw; without it the process warns on stderr. */
  readonly onListenerError?: (error: unknown) => void;
};

/** A `Store` that also tells how often it asked the disk. */
export type SqliteStore = Store & { stats(): CommitStats };

/** Rooms and documents read at once by the streams; small enough to leave other work its turn. */
const pageSize = 200;

/**
 * Opens the embedded store, durable before it answers. Throws a `StoreError` whose message says
 * which file and what to do when it is in use, damaged, from a newer version or out of reach.
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

  /** Every question passes here: an open database, and its faults as sentences. */
  async function ask<A>(question: () => A | Promise<A>): Promise<A> {
    if (!db.isOpen) throw new StoreError('closed', `The store on ${file} is closed.`);
    try {
      return await question();
    } catch (error) {
      throw explain(error);
    }
  }

  const transact = createTransact(rooms, shared.write, announcer.announce);

  const store: Omit<SqliteStore, 'quarantine'> = {
    room: (id) => ask(() => rooms.load(id)),
    transact: (id, decide, known) => ask(() => transact(id, decide, known)),
    async *rooms() {
      const readAfter = (last: RoomInOrder | null) =>
        ask(() => rooms.page(last?.pk ?? 0, pageSize));
      const share = createStringInterner();
      for await (const { stored } of readPages(readAfter)) if (stored !== null) yield share(stored);
    },
    history: (id, query) => ask(() => rooms.history(id, checkQuery(query))),
    feed: (cursor, limit) =>
      ask(() => {
        let at = seqOf(cursor);
        for (;;) {
          const { entries, seq } = rooms.feed(at, Math.max(1, limit));
          // A page of nothing but rooms in quarantine is not the end of the feed.
          if (entries.length > 0) return { entries, cursor: String(seq) };
          if (seq === at) return { entries, cursor: at === seqOf(cursor) ? cursor : String(at) };
          at = seq;
        }
      }),
    feedEnd: () => ask(() => String(rooms.lastSeq())),
    onCommit: announcer.listen,
    document: <T>(kind: DocumentKind, id: string) => ask(() => documents.load<T>(kind, id)),
    async *documents<T>(kind: DocumentKind) {
      const readAfter = (last: DocumentInOrder<T> | null) =>
        ask(() => documents.page<T>(kind, last?.id ?? '', pageSize));
      for await (const { id, stored } of readPages(readAfter))
        if (stored !== null) yield { ...stored, id };
    },
    putDocument: <T>(kind: DocumentKind, id: string, value: T, ifMatch?: string | null) =>
      ask(() => {
        // Read now: the caller may go on with its object while the write waits for its turn.
        const json = JSON.stringify(value);
        return shared.write(() => {
          const etag = documents.put(kind, id, json, ifMatch);
          return { answer: etag === 'conflict' ? etag : { etag } };
        });
      }),
    deleteDocument: (kind, id) =>
      ask(() => shared.write(() => ({ answer: documents.remove(kind, id) }))),
    async close() {
      if (!db.isOpen) return;
      shared.drain();
      db.close();
    },
    stats: shared.stats,
  };
  return { ...store, quarantine: createQuarantine(reader.list, store) };
}

/** Page after page, letting other work have its turn between them; nothing stays open meanwhile. */
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

function seqOf(cursor: string | null): number {
  if (cursor === null) return 0;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new RangeError(`«${cursor}» is no cursor of this store's feed.`);
}
