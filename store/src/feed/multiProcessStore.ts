/**
 * A store as one of several processes sees it: `onCommit` tells of everybody's commits, so that
 * whoever remembers rooms (the cache, the sweep, the fleet) need not know how many processes there are.
 */

import type { Store } from '../store.ts';
import { createCommitAnnouncer } from './announceCommits.ts';
import { type FeedSubscription, type SubscribeOptions, subscribeFeed } from './subscribeFeed.ts';

/** A store whose `onCommit` also tells of what others committed; `close` ends that first. */
export type MultiProcessStore = Store & Pick<FeedSubscription, 'catchUp' | 'isCurrent'>;

/**
 * Follows the store's feed from now on: rooms loaded through the answer miss nothing. Own commits are
 * told at once and once more by the feed, so listeners go by revisions. Throws when the store does.
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
