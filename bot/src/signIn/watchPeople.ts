/** Where several processes are the bot: what a manager changes at one holds at the others soon after. */
import type { PeopleDirectory, Store } from '@rooms-pro/store';
import type { Log } from '../log.ts';
import type { Sharing } from '../notify/delivery/leasedSender.ts';
import { watchChangeSignal } from '../process/watchSignal.ts';

const reloadsEveryMs = 60_000;

/** Looks for news of the book until it is stopped. */
export function watchPeople(deps: {
  readonly store: Store;
  readonly book: Pick<PeopleDirectory, 'load'>;
  readonly sharing: Pick<Sharing, 'delay' | 'nowMs'>;
  readonly log: Log;
}): { stop(): void } {
  const { book, ...following } = deps;
  const reload = () => book.load();
  return watchChangeSignal({
    ...following,
    mark: 'people',
    reload,
    reloadsEveryMs,
    failed: 'store.failed',
  });
}
