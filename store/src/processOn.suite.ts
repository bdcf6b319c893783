/** For tests: several processes on one store in memory, each told at once of its own commits only. */
import { createCommitAnnouncer } from './feed/announceCommits.ts';
import type { FeedEntry, Store } from './store.ts';

/** A process: a store of its own to look at, which can die in the middle of anything. */
export type Process = Store & {
  /** From now on nothing is answered any more, and nothing told. */
  die(): void;
};

/** Makes a process on the store. Its `close` leaves the store to the others. */
export function processOn(store: Store): Process {
  const { announce, listen } = createCommitAnnouncer();
  const entries = new Map<string, FeedEntry>();
  const stop = store.onCommit((entry) => entries.set(entry.room.etag, entry));
  let isDead = false;

  async function alive<A>(ask: () => Promise<A>): Promise<A> {
    if (isDead) return new Promise<never>(() => {});
    const answer = await ask();
    return isDead ? new Promise<never>(() => {}) : answer;
  }

  return {
    quarantine: store.quarantine,
    room: (id) => alive(() => store.room(id)),
    transact: (id, decide, known) =>
      alive(async () => {
        const done = await store.transact(id, decide, known);
        const entry = entries.get(done.stored?.etag ?? '');
        entries.clear();
        if (done.committed && entry && !isDead) announce(entry);
        return done;
      }),
    rooms: () => store.rooms(),
    history: (id, query) => alive(() => store.history(id, query)),
    feed: (cursor, limit) => alive(() => store.feed(cursor, limit)),
    feedEnd: () => alive(() => store.feedEnd()),
    onCommit: listen,
    document: (kind, id) => alive(() => store.document(kind, id)),
    documents: (kind) => store.documents(kind),
    putDocument: (kind, id, value, ifMatch) =>
      alive(() => store.putDocument(kind, id, value, ifMatch)),
    deleteDocument: (kind, id) => alive(() => store.deleteDocument(kind, id)),
    async close() {
      stop();
    },
    die() {
      isDead = true;
    },
  };
}
