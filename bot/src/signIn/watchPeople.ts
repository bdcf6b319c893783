/** With several bot processes: a manager's change in one process soon takes effect in the others. */
import type { PeopleDirectory } from '@rooms-pro/store';
import type { Log } from '../log.ts';
import type { Sharing } from '../notify/delivery/leasedSender.ts';

const reloadsEveryMs = 60_000;

/** Reloads the directory after changes, until it is stopped. */
export function watchPeople(deps: {
  readonly people: Pick<PeopleDirectory, 'watch'>;
  readonly sharing: Pick<Sharing, 'delay' | 'nowMs'>;
  readonly log: Log;
}): { stop(): void } {
  const { people, sharing, log } = deps;
  const onError = (error: unknown) => log.error('store.failed', {}, error);
  return people.watch({ ...sharing, reloadsEveryMs, onError });
}
