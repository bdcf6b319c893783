/**
 * A store that several processes share: `onCommit` reports the commits of all processes, so that code
 * that caches rooms (the cache, the sweep, the fleet) works with any number of processes.
 */

import type { Store } from '../store.ts';
import { createCommitAnnouncer } from './announceCommits.ts';
import { type FeedSubscription, type SubscribeOptions, subscribeFeed } from './subscribeFeed.ts';

/** A store whose `onCommit` also reports the commits of other processes; `close` ends that first. */
export type MultiProcessStore = Store & Pick<FeedSubscription, 'catchUp' | 'isCurrent'>;

/**
 * Subscribes to the feed of the store from now on; load rooms afterwards, then no change is missed. Own
 * commits arrive immediately and again through the feed, so listeners compare revisions. Throws when
 * the store does.
 */
export async function createMultiProcessStore<S extends Store>(
  store: S,
  options: SubscribeOptions = {},
): Promise<S & MultiProcessStore> {
  const { announce, listen } = createCommitAnnouncer(options.onFault);
  const { catchUp, isCurrent, stop } = await subscribeFeed(store, announce, options);
  const stopListening = store.onCommit(announce);
  return {
    ...store,
    onCommit: listen,
    catchUp,
    isCurrent,
    async close() {
      stop();
      await store.close();
      stopListening();
    },
  };
}
