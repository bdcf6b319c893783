/** With several bot processes: a change in one process soon reaches the others. */
import { type ChangeSignal, type Store, watchChanges, watchSignal } from '@rooms-pro/store';
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
  const onError = (error: unknown) => log.error(failed, {}, error);
  const hasChanged = watchSignal(store, mark, checksEveryMs);
  return watchChanges({ hasChanged, reload, reloadsEveryMs, delay, nowMs, onError });
}
