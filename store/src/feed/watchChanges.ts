/** With several processes on one store: what one process changed soon reaches the memory of the others. */

export type Watching = {
  /** Returns whether the data may have changed since the last call; for example `watchSignal`. */
  readonly hasChanged: (nowMs: number) => Promise<boolean>;
  /** Loads the changed data. */
  readonly reload: () => Promise<unknown>;
  /** The interval of reloads without a change: a process may end between a change and its signal. */
  readonly reloadsEveryMs: number;
  /** Waits for `ms` milliseconds; rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A monotonic clock in milliseconds. */
  readonly nowMs: () => number;
  /** Receives each failure; the next check tries again. */
  readonly onError: (error: unknown) => void;
};

/** The time between two checks. */
export const checksEveryMs = 3_000;

/** Checks every three seconds, and reloads after a change, until it is stopped. */
export function watchChanges(watching: Watching): { stop(): void } {
  const { hasChanged, reload, reloadsEveryMs, delay, nowMs, onError } = watching;
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
      await check().catch(onError);
    }
  }

  void watch();
  return { stop: () => stopping.abort() };
}
