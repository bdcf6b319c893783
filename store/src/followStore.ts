/**
 * Between processes that share a store: what others commit is heard here as if it were committed
 * here, by reading the change feed again and again. Memories that listen to `onCommit` (the fleet,
 * the room cache, what the sweep watches) therefore work in one process and in many.
 */
import type { RoomId } from '@rooms-pro/core';
import { createAnnouncer } from './announcer.ts';
import type { FeedEntry, Store } from './store.ts';

export type FollowOptions = {
  /** How long to rest when the feed has nothing more. */
  readonly everyMs: number;
  /** Waits that many milliseconds; rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Hears of each look that failed; the next comes later. */
  readonly onFault: (error: unknown) => void;
  /** What asks for the time, in milliseconds. */
  readonly nowMs: () => number;
};

/** A store that also calls `onCommit` for what others committed; `close` ends that first. */
export type FollowedStore = Store & {
  /** Reads what others have committed since the last look; answers how many changes came. */
  catchUp(): Promise<number>;
  /** When the feed was last read to its end, in milliseconds; `null`: not yet. */
  caughtUpAtMs(): number | null;
};

/** How far somebody had read when: where a process that starts later may begin. */
type FeedMark = { readonly cursor: string | null };

const changesPerPage = 500;
const markEveryMs = 60_000;
const longestRestMs = 30_000;
const markId = 'feedMark';

/**
 * Starts to follow where any process had read to a while ago: whoever starts now loads rooms after
 * that, so nothing is missed, and what is older than the room known here is passed over.
 */
export async function followStore(store: Store, options: FollowOptions): Promise<FollowedStore> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const announce = createAnnouncement(store);
  const mark = await store.document<FeedMark>('setting', markId);
  let cursor = mark?.value.cursor ?? null;
  let marked = cursor;
  let markedAtMs = options.nowMs();
  let caughtUpAtMs: number | null = null;
  let looking: Promise<number> = Promise.resolve(0);

  async function look(): Promise<number> {
    let changes = 0;
    for (let isEnd = false; !isEnd && !signal.aborted; ) {
      const page = await store.feed(cursor, changesPerPage);
      for (const entry of page.entries) announce.tell(entry);
      cursor = page.cursor;
      changes += page.entries.length;
      // A page with few changes need not be the last one; only one without any is.
      isEnd = page.entries.length === 0;
    }
    caughtUpAtMs = options.nowMs();
    return changes;
  }

  /** One after the other: two readers of one cursor would tell everything twice. */
  function catchUp(): Promise<number> {
    looking = looking.catch(() => 0).then(look);
    return looking;
  }

  async function leaveMark(): Promise<void> {
    if (cursor === marked) return;
    await store.putDocument<FeedMark>('setting', markId, { cursor });
    marked = cursor;
    markedAtMs = options.nowMs();
  }

  async function follow(): Promise<void> {
    let restMs = options.everyMs;
    while (!signal.aborted) {
      try {
        await catchUp();
        restMs = options.everyMs;
        if (options.nowMs() - markedAtMs >= markEveryMs) await leaveMark();
      } catch (error) {
        if (!signal.aborted) options.onFault(error);
        // A cursor of another database, after a restore: what is older than what is known is passed over.
        if (error instanceof RangeError) cursor = null;
        restMs = Math.min(longestRestMs, restMs * 2);
      }
      await options.delay(restMs, signal).catch(() => {});
    }
  }

  const following = follow();
  return {
    ...store,
    onCommit: announce.listen,
    catchUp,
    caughtUpAtMs: () => caughtUpAtMs,
    async close() {
      stopping.abort();
      await following;
      await leaveMark().catch(options.onFault);
      announce.stop();
      await store.close();
    },
  };
}

/** Passes on each room's changes with rising revisions, whoever made them. */
function createAnnouncement(store: Store) {
  const { announce, listen } = createAnnouncer();
  const revisions = new Map<RoomId, number>();

  /** Ours come at once, and then again by the feed, which may bring anything twice. */
  function tell(entry: FeedEntry): void {
    const { id, revision } = entry.room.value;
    if ((revisions.get(id) ?? 0) >= revision) return;
    revisions.set(id, revision);
    announce(entry);
  }

  return { tell, listen, stop: store.onCommit(tell) };
}
