/**
 * Tells those who remember what a document said that it is no longer true: one small document that
 * changes with each such news, so that nobody has to ask for every document again and again.
 */
import type { Instant } from '@rooms-pro/core';
import { documentToReplace } from '../quarantine/reader.ts';
import type { Store } from '../store.ts';

/**
 * `keyRevocations`: some key was taken out of use. `deviceMoves`: some device has another room.
 * `audience`: the bot came into a conversation or left it, or one subscribed or ended that.
 * `people`: somebody may do something else than before. `outages`: a person worked on an outage.
 */
export type ChangeSignal = 'keyRevocations' | 'deviceMoves' | 'audience' | 'people' | 'outages';

/** How often a mark is looked at in the store: others learn of news within this time. */
const looksEveryMs = 30_000;

/** Counts the news of this process, which learns of them at once. */
const newsHere = new WeakMap<Store, Map<ChangeSignal, number>>();

function countHere(store: Store, mark: ChangeSignal): number {
  return newsHere.get(store)?.get(mark) ?? 0;
}

/** Says that what was remembered is no longer true; to be called once the truth is written. */
export async function signalChange(store: Store, mark: ChangeSignal, now: Instant): Promise<void> {
  const counts = newsHere.get(store) ?? new Map<ChangeSignal, number>();
  newsHere.set(store, counts.set(mark, countHere(store, mark) + 1));
  await store.putDocument('setting', mark, { latest: now });
}

/** Answers whether there was news since it last answered; at most one read in `everyMs`. */
export function watchSignal(
  store: Store,
  mark: ChangeSignal,
  everyMs: number = looksEveryMs,
): (nowMs: number) => Promise<boolean> {
  let etag: string | null = null;
  let here = countHere(store, mark);
  let lookedAt = Number.NEGATIVE_INFINITY;
  /** Under way, and how much news of this process it knows of. */
  let looking: { readonly count: number; readonly isNews: Promise<boolean> } | null = null;

  return async (nowMs) => {
    const count = countHere(store, mark);
    const isRecent = nowMs - lookedAt < everyMs && nowMs >= lookedAt;
    if (isRecent && count === here) return false;
    // Whoever asks meanwhile waits for the same answer, or a busy moment would be as many reads.
    if (looking?.count === count) return looking.isNews;
    const own = { count, isNews: look(nowMs, count) };
    looking = own;
    try {
      return await own.isNews;
    } finally {
      if (looking === own) looking = null;
    }
  };

  async function look(nowMs: number, count: number): Promise<boolean> {
    // Only its version counts, so one that cannot be read is as good.
    const stored = await documentToReplace(store, 'setting', mark);
    const isNews = stored.etag !== etag || count !== here;
    etag = stored.etag;
    here = count;
    lookedAt = nowMs;
    return isNews;
  }
}
