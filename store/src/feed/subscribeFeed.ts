/**
 * For processes that share a store: polls the change feed from the present on, so that commits of
 * other processes arrive here about a second later.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { observeLag } from '../metrics.ts';
import type { FeedEntry, Store } from '../store.ts';

export type SubscribeOptions = {
  /** Wait after the end of the feed. Default 1,000. */
  readonly everyMs?: number;
  /** Waits for `ms` milliseconds; rejects when the signal aborts. */
  readonly delay?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A monotonic clock in milliseconds. */
  readonly nowMs?: () => number;
  /** Called for each failed read; the wait before the next read is longer. */
  readonly onFault?: (error: unknown) => void;
};

export type FeedSubscription = {
  /** Delivers all commits from before the call; returns the number of changes. */
  catchUp(): Promise<number>;
  /** Whether all commits that are older than two waits have been delivered. */
  isCurrent(): boolean;
  /** Stops the delivery. */
  stop(): void;
};

const changesPerPage = 500;
const longestWaitMs = 30_000;

/**
 * Delivers every change after the call to `onEntry`, each at least once, in order within a room. Load
 * rooms after this has resolved: then no change is missed. Throws when the store does.
 */
export async function subscribeFeed(
  store: Pick<Store, 'feed' | 'feedEnd'>,
  onEntry: (entry: FeedEntry) => void,
  options: SubscribeOptions = {},
): Promise<FeedSubscription> {
  const { everyMs = 1_000, delay = waitUnref, nowMs = () => performance.now() } = options;
  const { onFault = () => {} } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  /** All commits before this time have been delivered. */
  let deliveredUpToMs = nowMs();
  let cursor = await store.feedEnd();
  let reading: Promise<unknown> = Promise.resolve();

  async function read(): Promise<number> {
    for (let changes = 0; ; ) {
      const startedAtMs = nowMs();
      const page = await store.feed(cursor, changesPerPage);
      if (signal.aborted) return changes;
      for (const entry of page.entries) onEntry(entry);
      changes += page.entries.length;
      cursor = page.cursor;
      // A page with few changes may not be the last page; only an empty page is the end.
      if (page.entries.length > 0) continue;
      deliveredUpToMs = startedAtMs;
      return changes;
    }
  }

  /** Reads run one after another: two readers of one cursor would deliver every change twice. */
  function catchUp(): Promise<number> {
    const done = reading.then(read);
    reading = done.catch(() => {});
    return done;
  }

  async function poll(): Promise<void> {
    for (let waitMs = everyMs; !signal.aborted; ) {
      await delay(waitMs, signal).catch(() => {});
      if (signal.aborted) return;
      try {
        await catchUp();
        waitMs = everyMs;
      } catch (error) {
        if (signal.aborted) return;
        onFault(error);
        // The cursor is from another database, for example after a restore: start again from the beginning.
        if (error instanceof RangeError) cursor = null;
        waitMs = Math.min(longestWaitMs, waitMs * 2);
      }
    }
  }

  const stopMeasuring = observeLag(() => nowMs() - deliveredUpToMs);
  void poll();
  return {
    catchUp,
    isCurrent: () => nowMs() - deliveredUpToMs <= 2 * everyMs,
    stop() {
      stopping.abort();
      stopMeasuring();
    },
  };
}

/** The timer does not keep the process alive. */
const waitUnref = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal, ref: false });
