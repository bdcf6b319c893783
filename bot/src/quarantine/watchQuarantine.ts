/**
 * Watches the quarantine of the store: logs each document once, and loads documents that were repaired.
 */
import { singleFlight } from '@rooms-pro/async';
import type { Room, RoomId } from '@rooms-pro/core';
import { type Store, scanDocuments, type Unreadable } from '@rooms-pro/store';
import type { Fleet } from '../fleet/fleet.ts';
import type { Log } from '../log.ts';
import type { Subscriptions } from '../notify/subscriptions/subscriptions.ts';

export type QuarantineDeps = {
  readonly store: Store;
  readonly fleet: Pick<Fleet, 'drop'>;
  /** Receives each room that was repaired. */
  readonly takeRoom: (room: Room) => void;
  readonly subscriptions: Pick<Subscriptions, 'reload'>;
  /** Compares every card with the current state. */
  readonly notifier: { reconcile(): void };
  readonly log: Log;
};

export type QuarantineWatch = {
  /** Reads every small document once, including documents that only ingest uses. */
  begin(): void;
  /** Reads all documents in quarantine and all small documents again. Throws the errors of the store. */
  checkAgain(): Promise<void>;
  stop(): void;
};

const checksEveryMs = 60_000;
/**
 * The number of documents that are read again per minute, even when a whole database is in quarantine.
 */
const maxPerCheck = 200;

/** Starts the watch. It runs until `stop` is called. */
export function watchQuarantine(deps: QuarantineDeps): QuarantineWatch {
  const { store, log } = deps;
  const { quarantine } = store;
  const logError = (error: unknown) => log.error('store.failed', {}, error);
  const unsubscribe = quarantine.follow({
    onAdded({ kind, id, where, reason }) {
      log.error('document.quarantined', { kind, id, where, reason });
      if (kind === 'room') deps.fleet.drop(id as RoomId);
    },
    onRemoved(document) {
      log.info('document.released', { kind: document.kind, id: document.id });
      void reload(document, deps).catch(logError);
    },
  });
  const timer = setInterval(() => {
    if (quarantine.size > 0) void quarantine.checkAgain(maxPerCheck).catch(logError);
  }, checksEveryMs).unref();
  const checkAgain = singleFlight(async () => {
    await quarantine.checkAgain();
    await scanDocuments(store);
  });

  return {
    begin: () => void scanDocuments(store).catch(logError),
    checkAgain,
    stop() {
      clearInterval(timer);
      unsubscribe();
    },
  };
}

/**
 * Reloads the data that this process keeps in memory. All other documents are read when they are
 * needed.
 */
async function reload({ kind, id }: Unreadable, deps: QuarantineDeps): Promise<void> {
  if (kind === 'conversation' || kind === 'subscription') await deps.subscriptions.reload();
  if (['conversation', 'subscription', 'posts', 'outage'].includes(kind)) deps.notifier.reconcile();
  if (kind !== 'room') return;
  const stored = await deps.store.room(id as RoomId);
  if (stored !== null) deps.takeRoom(stored.value);
}
