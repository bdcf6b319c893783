/**
 * The documents of outages in this process: read once, cached, and updated when other processes write
 * them.
 */
import type { Instant } from '@rooms-pro/core';
import {
  type OutageRepository,
  openOutageRepository,
  type Store,
  signalChange,
} from '@rooms-pro/store';
import type { Fleet } from '../fleet/fleet.ts';
import type { Log } from '../log.ts';
import type { Sharing } from '../notify/delivery/leasedSender.ts';
import { watchChangeSignal } from '../process/watchSignal.ts';

const reloadsEveryMs = 60_000;

export type Outages = {
  readonly repository: OutageRepository;
  /** Signals to other processes that a document was changed. */
  readonly tellOthers?: () => Promise<void>;
  /** Reads the changes of other processes and notifies the fleet. Returns a function that stops this. */
  follow(fleet: Pick<Fleet, 'outageIds' | 'outageWorked'>): () => void;
};

/** Opens the one repository for all code that shows or changes outages. */
export function openOutages(deps: {
  readonly store: Store;
  readonly now: () => Instant;
  readonly sharing?: Pick<Sharing, 'delay' | 'nowMs'>;
  readonly log: Log;
}): Outages {
  const { store, now, sharing, log } = deps;
  const repository = openOutageRepository(store);
  if (!sharing) return { repository, follow: () => () => {} };

  const follow: Outages['follow'] = (fleet) => {
    const reload = async () => {
      const known = [...fleet.outageIds()].map((id) => ({ id, work: repository.byId(id)?.work }));
      await repository.load();
      for (const { id, work } of known) {
        const entries = repository.byId(id)?.work?.entries ?? [];
        if (entries.at(-1)?.at !== work?.entries.at(-1)?.at) fleet.outageWorked(id);
      }
    };
    const mark = 'outages' as const;
    const failed = 'store.failed' as const;
    return watchChangeSignal({ store, mark, reload, reloadsEveryMs, sharing, log, failed }).stop;
  };
  return { repository, tellOthers: () => signalChange(store, 'outages', now()), follow };
}
