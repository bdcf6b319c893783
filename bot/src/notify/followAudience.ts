/** Where several processes are the bot: what one learns of conversations, the others learn of as well. */
import { createMarkWatch, type Store } from '@rooms-pro/store';
import type { Log } from '../log.ts';
import type { Audience } from './audience.ts';
import type { Sharing } from './sending.ts';

const looksEveryMs = 3_000;
/** A process may have died between a change and saying so. */
const reloadsEveryMs = 10 * 60_000;

/** Looks for news until it is stopped; `onNews` is called once the audience has taken them over. */
export function followAudience(deps: {
  readonly store: Store;
  readonly audience: Audience;
  readonly sharing: Pick<Sharing, 'delay' | 'nowMs'>;
  readonly onNews: () => void;
  readonly log: Log;
}): { stop(): void } {
  const { store, audience, onNews, log } = deps;
  const { delay, nowMs } = deps.sharing;
  const hasNews = createMarkWatch(store, 'audience', looksEveryMs);
  const stopping = new AbortController();
  const { signal } = stopping;
  let isDue = false;
  let reloadedAtMs = nowMs();

  async function look(): Promise<void> {
    if (await hasNews(nowMs())) isDue = true;
    if (!isDue && nowMs() - reloadedAtMs < reloadsEveryMs) return;
    await audience.reload();
    isDue = false;
    reloadedAtMs = nowMs();
    onNews();
  }

  async function follow(): Promise<void> {
    while (!signal.aborted) {
      await delay(looksEveryMs, signal).catch(() => {});
      if (signal.aborted) return;
      await look().catch((error: unknown) => log.error('sender.failed', {}, error));
    }
  }

  void follow();
  return { stop: () => stopping.abort() };
}
