/**
 * For processes that share a store: polls the change feed from the present on, so that commits of
 * other processes arrive here about a second later.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { backOffMs, inTurn } from '@rooms-pro/async';
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
const longestMs = 30_000;

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
  /** Two readers of one cursor would deliver every change twice. */
  const oneAfterAnother = inTurn();

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

  const catchUp = () => oneAfterAnother(read);

  function onFailure(error: unknown): void {
    onFault(error);
    // The cursor is from another database, for example after a restore: start again from the beginning.
    if (error instanceof RangeError) cursor = null;
  }

  const stopMeasuring = observeLag(() => nowMs() - deliveredUpToMs);
  void poll(catchUp, { everyMs, delay, signal, onFailure });
  return {
    catchUp,
    isCurrent: () => nowMs() - deliveredUpToMs <= 2 * everyMs,
    stop() {
      stopping.abort();
      stopMeasuring();
    },
  };
}

/** Calls `read` again and again until the signal aborts; after failures the waits become longer. */
async function poll(
  read: () => Promise<unknown>,
  polling: Required<Pick<SubscribeOptions, 'everyMs' | 'delay'>> & {
    readonly signal: AbortSignal;
    readonly onFailure: (error: unknown) => void;
  },
): Promise<void> {
  const { everyMs, delay, signal, onFailure } = polling;
  for (let failures = 0; !signal.aborted; ) {
    const longer = () => backOffMs({ firstMs: everyMs, longestMs }, failures + 1);
    const waitMs = failures === 0 ? everyMs : longer();
    await delay(waitMs, signal).catch(() => {});
    if (signal.aborted) return;
    try {
      await read();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      onFailure(error);
      failures += 1;
    }
  }
}

/** The timer does not keep the process alive. */
const waitUnref = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal, ref: false });
