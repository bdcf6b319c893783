/**
 * Groups writes: all writes of one turn of the event loop share one COMMIT, and so one flush of the
 * disk. A failing write does not affect the others.
 */
import type { DatabaseSync } from 'node:sqlite';

/** The result of one write: the caller's result, and what runs before the caller continues, after the COMMIT. */
export type Applied<A> = { readonly answer: A; readonly afterCommit?: () => void };

/** The number of commits to the disk, and of writes in them. */
export type CommitStats = { readonly commits: number; readonly writes: number };

export type GroupCommit = {
  /**
   * Runs `apply` inside the next shared transaction; resolves after its COMMIT. When `apply` throws,
   * its writes are undone and only this caller's promise is rejected.
   */
  write<A>(apply: () => Applied<A>): Promise<A>;
  /** Commits all waiting writes immediately. */
  drain(): void;
  stats(): CommitStats;
};

/** Limits the time that one transaction blocks the event loop when ten thousand rooms change. */
const writesPerCommit = 500;

type Waiting = {
  /** Writes, and returns what to run after the COMMIT has succeeded. */
  readonly apply: () => () => void;
  readonly reject: (error: unknown) => void;
};

/** Groups the commits of `db`; `explain` turns the errors of the database into sentences. */
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
    for (const resolve of settle) resolve();
  }

  return {
    write<A>(apply: () => Applied<A>): Promise<A> {
      const { promise, resolve, reject } = Promise.withResolvers<A>();
      const applyAndSettle = () => {
        const { answer, afterCommit } = apply();
        return () => {
          afterCommit?.();
          resolve(answer);
        };
      };
      waiting.push({ apply: applyAndSettle, reject: (error) => reject(explain(error)) });
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
    // SQLite has already rolled back after some faults, for example a full disk.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Each write has a savepoint: a failing write undoes its own rows only. */
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
