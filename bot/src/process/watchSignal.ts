/** Where several processes are the bot: what one learns or changes, the others take over soon after. */
import { type ChangeSignal, type Store, watchSignal } from '@rooms-pro/store';
import type { Log, OtherEvent } from '../log.ts';
import type { Sharing } from '../notify/delivery/leasedSender.ts';

const looksEveryMs = 3_000;

/** Looks for news until it is stopped; what fails is logged and tried again. */
export function watchChangeSignal(deps: {
  readonly store: Store;
  readonly mark: ChangeSignal;
  /** Takes the news over. */
  readonly reload: () => Promise<unknown>;
  /** Also without news: a process may have died between a change and saying so. */
  readonly reloadsEveryMs: number;
  readonly sharing: Pick<Sharing, 'delay' | 'nowMs'>;
  readonly log: Log;
  readonly failed: OtherEvent;
}): { stop(): void } {
  const { store, mark, reload, reloadsEveryMs, log, failed } = deps;
  const { delay, nowMs } = deps.sharing;
  const hasNews = watchSignal(store, mark, looksEveryMs);
  const stopping = new AbortController();
  const { signal } = stopping;
  let isDue = false;
  let reloadedAtMs = nowMs();

  async function look(): Promise<void> {
    if (await hasNews(nowMs())) isDue = true;
    if (!isDue && nowMs() - reloadedAtMs < reloadsEveryMs) return;
    await reload();
    isDue = false;
    reloadedAtMs = nowMs();
  }

  async function follow(): Promise<void> {
    while (!signal.aborted) {
      await delay(looksEveryMs, signal).catch(() => {});
      if (signal.aborted) return;
      await look().catch((error: unknown) => log.error(failed, {}, error));
    }
  }

  void follow();
  return { stop: () => stopping.abort() };
}
