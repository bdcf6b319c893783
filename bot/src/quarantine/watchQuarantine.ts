/** What the bot does with documents in quarantine: logs each once, and takes over what was repaired. */
import type { RoomId } from '@rooms-pro/core';
import { type Store, scanDocuments, type Unreadable } from '@rooms-pro/store';
import type { Fleet } from '../fleet/fleet.ts';
import type { Log } from '../log.ts';
import type { Subscriptions } from '../notify/subscriptions/subscriptions.ts';

export type QuarantineDeps = {
  readonly store: Store;
  readonly fleet: Pick<Fleet, 'take' | 'drop'>;
  readonly audience: Pick<Subscriptions, 'reload'>;
  /** Compares every card with what is true. */
  readonly notifier: { reconcile(): void };
  readonly log: Log;
};

export type QuarantineWatch = {
  /** Reads every small document once, also those that only ingest reads. */
  begin(): void;
  /** Reads all documents in quarantine and all small documents again. Throws what the store throws. */
  checkAgain(): Promise<void>;
  stop(): void;
};

const checksEveryMs = 60_000;
/** Of a whole database in quarantine, so many are read again each minute. */
const mostAtOnce = 200;

/** Follows the quarantine of the store until it is stopped. */
export function watchQuarantine(deps: QuarantineDeps): QuarantineWatch {
  const { store, log } = deps;
  const { quarantine } = store;
  const failed = (error: unknown) => log.error('store.failed', {}, error);
  const unfollow = quarantine.follow({
    onAdded({ kind, id, where, reason }) {
      log.error('document.quarantined', { kind, id, where, reason });
      if (kind === 'room') deps.fleet.drop(id as RoomId);
    },
    onRemoved(document) {
      log.info('document.released', { kind: document.kind, id: document.id });
      void takeOver(document, deps).catch(failed);
    },
  });
  const checking = setInterval(() => {
    if (quarantine.size > 0) void quarantine.checkAgain(mostAtOnce).catch(failed);
  }, checksEveryMs).unref();
  let running: Promise<void> | null = null;

  async function check(): Promise<void> {
    await quarantine.checkAgain();
    await scanDocuments(store);
  }

  return {
    begin: () => void scanDocuments(store).catch(failed),
    checkAgain() {
      running ??= check().finally(() => {
        running = null;
      });
      return running;
    },
    stop() {
      clearInterval(checking);
      unfollow();
    },
  };
}

/** What is asked for when it is needed needs nothing; what is held in memory is read now. */
async function takeOver({ kind, id }: Unreadable, deps: QuarantineDeps): Promise<void> {
  if (kind === 'conversation' || kind === 'subscription') await deps.audience.reload();
  if (['conversation', 'subscription', 'posts', 'outage'].includes(kind)) deps.notifier.reconcile();
  if (kind !== 'room') return;
  const stored = await deps.store.room(id as RoomId);
  if (stored !== null) deps.fleet.take(stored.value);
}
