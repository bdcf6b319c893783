/** Where several processes are the bot: what a manager changes at one holds at the others soon after. */
import { createMarkWatch, type PeopleBook, type Store } from '@rooms-pro/store';
import type { Log } from '../log.ts';
import type { Sharing } from '../notify/sending.ts';

const looksEveryMs = 3_000;
/** A process may have died between a change and saying so. */
const reloadsEveryMs = 60_000;

/** Looks for news of the book until it is stopped. */
export function followPeople(deps: {
  readonly store: Store;
  readonly book: Pick<PeopleBook, 'load'>;
  readonly sharing: Pick<Sharing, 'delay' | 'nowMs'>;
  readonly log: Log;
}): { stop(): void } {
  const { store, book, log } = deps;
  const { delay, nowMs } = deps.sharing;
  const hasNews = createMarkWatch(store, 'people', looksEveryMs);
  const stopping = new AbortController();
  const { signal } = stopping;
  let isDue = false;
  let loadedAtMs = nowMs();

  async function look(): Promise<void> {
    if (await hasNews(nowMs())) isDue = true;
    if (!isDue && nowMs() - loadedAtMs < reloadsEveryMs) return;
    await book.load();
    isDue = false;
    loadedAtMs = nowMs();
  }

  async function follow(): Promise<void> {
    while (!signal.aborted) {
      await delay(looksEveryMs, signal).catch(() => {});
      if (signal.aborted) return;
      await look().catch((error: unknown) => log.error('store.failed', {}, error));
    }
  }

  void follow();
  return { stop: () => stopping.abort() };
}
