/** With several bot processes: a change in one process soon reaches the others. */
import { type ChangeSignal, type Store, watchSignal } from '@rooms-pro/store';
import type { Log, OtherEvent } from '../log.ts';
import type { Sharing } from '../notify/delivery/leasedSender.ts';

const checksEveryMs = 3_000;

/** Watches a change signal until it is stopped. A failure is logged and retried. */
export function watchChangeSignal(deps: {
  readonly store: Store;
  readonly mark: ChangeSignal;
  /** Loads the changed data. */
  readonly reload: () => Promise<unknown>;
  /** The interval of reloads without a signal: a process may end between a change and its signal. */
  readonly reloadsEveryMs: number;
  readonly sharing: Pick<Sharing, 'delay' | 'nowMs'>;
  readonly log: Log;
  readonly failed: OtherEvent;
}): { stop(): void } {
  const { store, mark, reload, reloadsEveryMs, log, failed } = deps;
  const { delay, nowMs } = deps.sharing;
  const hasChanged = watchSignal(store, mark, checksEveryMs);
  const stopping = new AbortController();
  const { signal } = stopping;
  let isDue = false;
  let reloadedAtMs = nowMs();

  async function check(): Promise<void> {
    if (await hasChanged(nowMs())) isDue = true;
    if (!isDue && nowMs() - reloadedAtMs < reloadsEveryMs) return;
    await reload();
    isDue = false;
    reloadedAtMs = nowMs();
  }

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      await delay(checksEveryMs, signal).catch(() => {});
      if (signal.aborted) return;
      await check().catch((error: unknown) => log.error(failed, {}, error));
    }
  }

  void watch();
  return { stop: () => stopping.abort() };
}
