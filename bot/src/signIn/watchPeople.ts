/** With several bot processes: a manager's change in one process soon takes effect in the others. */
import type { PeopleDirectory, Store } from '@rooms-pro/store';
import type { Log } from '../log.ts';
import type { Sharing } from '../notify/delivery/leasedSender.ts';
import { watchChangeSignal } from '../process/watchSignal.ts';

const reloadsEveryMs = 60_000;

/** Reloads the directory after changes, until it is stopped. */
export function watchPeople(deps: {
  readonly store: Store;
  readonly book: Pick<PeopleDirectory, 'load'>;
  readonly sharing: Pick<Sharing, 'delay' | 'nowMs'>;
  readonly log: Log;
}): { stop(): void } {
  const { book, ...watching } = deps;
  const reload = () => book.load();
  return watchChangeSignal({
    ...watching,
    mark: 'people',
    reload,
    reloadsEveryMs,
    failed: 'store.failed',
  });
}
