/** The results of `subscribe` and `unsubscribe` → their cards. */
import { type AdaptiveCard, noticeCard } from '../cards/index.ts';
import type { Begun, Ended } from '../notify/subscriptions/subscribe.ts';

const toStop = 'Say “unsubscribe” to stop.';

/** The card for the result of `subscribe`. */
export function formatStarted(begun: Begun): AdaptiveCard {
  switch (begun) {
    case 'begun':
      return noticeCard('From now on I post a card here when something breaks.', toStop);
    case 'widened':
      return noticeCard('From now on I post cards of all rooms here.', toStop);
    case 'stands':
      return noticeCard('This conversation already gets cards.', toStop);
    case 'standsForSome':
      return noticeCard(
        'This conversation already gets cards of some rooms.',
        'A Manager can say “subscribe” here to get cards of all rooms.',
      );
    case 'notTheirs':
      return noticeCard(
        'Only a Lead or a Manager can start cards that everybody here sees.',
        'Ask one of them to say “subscribe” here. You can say it yourself in a personal chat with me.',
      );
  }
}

/** The card for the result of `unsubscribe`. */
export function formatEnded(ended: Ended): AdaptiveCard {
  switch (ended) {
    case 'ended':
      return noticeCard(
        'I no longer post new cards here. I keep existing cards up to date.',
        'Say “subscribe” to start again.',
      );
    case 'none':
      return noticeCard('This conversation does not get cards.', 'Say “subscribe” to start.');
    case 'notTheirs':
      return noticeCard(
        'Everybody here sees these cards. Only the person who started them or a Manager can stop them.',
        'Ask one of them to say “unsubscribe” here.',
      );
  }
}
