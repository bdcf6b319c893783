/**
 * Between the store's verbs and the disk: writes asked for in one turn of the event loop share one
 * COMMIT, and so one flush of the disk, without sharing each other's failures.
 */
import type { DatabaseSync } from 'node:sqlite';

/** What one write made of it: the caller's answer, and what to do first once it is durable. */
export type Applied<A> = { readonly answer: A; readonly afterCommit?: () => void };

/** How often the disk was asked, and for how many writes. */
export type CommitStats = { readonly commits: number; readonly writes: number };

export type GroupCommit = {
  /**
   * Runs `apply` inside the next shared transaction; resolves after its COMMIT. When `apply`
   * throws, whatever it wrote is undone and this caller alone is rejected.
   */
  write<A>(apply: () => Applied<A>): Promise<A>;
  /** Commits everything that waits, now. */
  drain(): void;
  stats(): CommitStats;
};

/** Keeps one transaction from holding the event loop for long when ten thousand rooms change. */
const writesPerCommit = 500;

type Waiting = {
  /** Answers what to do once the COMMIT has succeeded. */
  readonly apply: () => () => void;
  readonly reject: (error: unknown) => void;
};

/** Shares the COMMITs of `db`; `explain` turns the database's errors into sentences. */
export function createGroupCommit(
  db: DatabaseSync,
  explain: (error: unknown) => unknown,
): GroupCommit {
  const waiting: Waiting[] = [];
  const stats = { commits: 0, writes: 0 };
  let scheduled = false;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      flush();
      if (waiting.length > 0) schedule();
    });
  }

  function flush(): void {
    const batch = waiting.splice(0, writesPerCommit);
    if (batch.length === 0) return;
    let settle: (() => void)[];
    try {
      settle = commitTogether(db, batch);
    } catch (error) {
      for (const one of batch) one.reject(explain(error));
      return;
    }
    stats.commits += 1;
    stats.writes += batch.length;
    for (const answer of settle) answer();
  }

  return {
    write<A>(apply: () => Applied<A>): Promise<A> {
      const { promise, resolve, reject } = Promise.withResolvers<A>();
      const answerLater = () => {
        const { answer, afterCommit } = apply();
        return () => {
          afterCommit?.();
          resolve(answer);
        };
      };
      waiting.push({ apply: answerLater, reject: (error) => reject(explain(error)) });
      schedule();
      return promise;
    },
    drain() {
      while (waiting.length > 0) flush();
    },
    stats: () => ({ ...stats }),
  };
}

function commitTogether(db: DatabaseSync, batch: readonly Waiting[]): (() => void)[] {
  try {
    db.exec('BEGIN IMMEDIATE');
    const settle = batch.map((one) => applyAlone(db, one));
    db.exec('COMMIT');
    return settle;
  } catch (error) {
    // Some faults (a full disk) have already rolled back by themselves.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** A savepoint round each write: one that fails takes back its own rows and no one else's. */
function applyAlone(db: DatabaseSync, one: Waiting): () => void {
  db.exec('SAVEPOINT one');
  try {
    const settle = one.apply();
    db.exec('RELEASE one');
    return settle;
  } catch (error) {
    db.exec('ROLLBACK TO one; RELEASE one');
    return () => one.reject(error);
  }
}
