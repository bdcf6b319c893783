/** Takes over changes of conversations and subscriptions that other processes of the bot have written. */
import type { Store } from '@rooms-pro/store';
import type { Log } from '../../log.ts';
import { watchChangeSignal } from '../../process/watchSignal.ts';
import type { Sharing } from '../delivery/leasedSender.ts';
import type { Subscriptions } from './subscriptions.ts';

const reloadsEveryMs = 10 * 60_000;

/** Watches for changes until it is stopped. Calls `onNews` when the subscriptions have been reloaded. */
export function watchSubscriptions(deps: {
  readonly store: Store;
  readonly subscriptions: Subscriptions;
  readonly sharing: Pick<Sharing, 'delay' | 'nowMs'>;
  readonly onNews: () => void;
  readonly log: Log;
}): { stop(): void } {
  const { subscriptions, onNews, ...rest } = deps;
  const reload = async () => {
    await subscriptions.reload();
    onNews();
  };
  return watchChangeSignal({
    ...rest,
    mark: 'audience',
    reload,
    reloadsEveryMs,
    failed: 'sender.failed',
  });
}
