/** Where several processes are the bot: what a manager changes at one holds at the others soon after. */
import type { PeopleBook, Store } from '@rooms-pro/store';
import type { Log } from '../log.ts';
import type { Sharing } from '../notify/delivery/leasedSender.ts';
import { followMark } from '../process/watchSignal.ts';

const reloadsEveryMs = 60_000;

/** Looks for news of the book until it is stopped. */
export function followPeople(deps: {
  readonly store: Store;
  readonly book: Pick<PeopleBook, 'load'>;
  readonly sharing: Pick<Sharing, 'delay' | 'nowMs'>;
  readonly log: Log;
}): { stop(): void } {
  const { book, ...following } = deps;
  const reload = () => book.load();
  return followMark({
    ...following,
    mark: 'people',
    reload,
    reloadsEveryMs,
    failed: 'store.failed',
  });
}
