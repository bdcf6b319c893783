/**
 * Between processes that share a store: reads the change feed again and again from the present on,
 * so that what others commit is heard here a moment later.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { observeLag } from '../metrics.ts';
import type { FeedEntry, Store } from '../store.ts';

export type SubscribeOptions = {
  /** How long to rest when the feed has nothing more. Default 1,000. */
  readonly everyMs?: number;
  /** Waits that many milliseconds; rejects when the signal aborts. */
  readonly delay?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds that only ever rise. */
  readonly nowMs?: () => number;
  /** Hears of each look that failed; the next comes later. */
  readonly onFault?: (error: unknown) => void;
};

export type FeedSubscription = {
  /** Hands on all that was committed before the call; answers how many changes came. */
  catchUp(): Promise<number>;
  /** Whether all that was committed two rests ago has been handed on. */
  isCurrent(): boolean;
  /** Hands on nothing from now on. */
  stop(): void;
};

const changesPerPage = 500;
const longestRestMs = 30_000;

/**
 * Hands every change after the call to `hear`, each at least once, in order within a room. Rooms are
 * to be loaded once this has resolved: then nothing comes between. Throws when the store does.
 */
export async function subscribeFeed(
  store: Pick<Store, 'feed' | 'feedEnd'>,
  hear: (entry: FeedEntry) => void,
  options: SubscribeOptions = {},
): Promise<FeedSubscription> {
  const { everyMs = 1_000, delay = waitQuietly, nowMs = () => performance.now() } = options;
  const { onFault = () => {} } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  /** All that was committed before then has been handed on. */
  let heardUpToMs = nowMs();
  let cursor = await store.feedEnd();
  let looking: Promise<unknown> = Promise.resolve();

  async function look(): Promise<number> {
    for (let changes = 0; ; ) {
      const askedAtMs = nowMs();
      const page = await store.feed(cursor, changesPerPage);
      if (signal.aborted) return changes;
      for (const entry of page.entries) hear(entry);
      changes += page.entries.length;
      cursor = page.cursor;
      // A page with few changes need not be the last one; only one without any is.
      if (page.entries.length > 0) continue;
      heardUpToMs = askedAtMs;
      return changes;
    }
  }

  /** One after the other: two readers of one cursor would hand on everything twice. */
  function catchUp(): Promise<number> {
    const looked = looking.then(look);
    looking = looked.catch(() => {});
    return looked;
  }

  async function follow(): Promise<void> {
    for (let restMs = everyMs; !signal.aborted; ) {
      await delay(restMs, signal).catch(() => {});
      if (signal.aborted) return;
      try {
        await catchUp();
        restMs = everyMs;
      } catch (error) {
        if (signal.aborted) return;
        onFault(error);
        // Of another database, as after a restore: from its beginning on nothing is left out.
        if (error instanceof RangeError) cursor = null;
        restMs = Math.min(longestRestMs, restMs * 2);
      }
    }
  }

  const stopMeasuring = observeLag(() => nowMs() - heardUpToMs);
  void follow();
  return {
    catchUp,
    isCurrent: () => nowMs() - heardUpToMs <= 2 * everyMs,
    stop() {
      stopping.abort();
      stopMeasuring();
    },
  };
}

/** Keeps no process alive. */
const waitQuietly = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal, ref: false });
