/** What became of `subscribe` and `unsubscribe` → the card that says so. */
import { type AdaptiveCard, noticeCard } from '../cards/index.ts';
import type { Begun, Ended } from '../notify/subscriptions/subscribe.ts';

const toStop = 'Say “unsubscribe” to stop.';

/** Answers `subscribe`. */
export function formatStarted(begun: Begun): AdaptiveCard {
  switch (begun) {
    case 'begun':
      return noticeCard('From now on I post a card here when something breaks.', toStop);
    case 'widened':
      return noticeCard('From now on I post cards of all rooms here.', toStop);
    case 'stands':
      return noticeCard('This conversation gets cards already.', toStop);
    case 'standsForSome':
      return noticeCard(
        'This conversation gets cards of some rooms already.',
        'A Manager can say “subscribe” here to get those of all rooms.',
      );
    case 'notTheirs':
      return noticeCard(
        'Cards that everybody here sees are begun by a Lead or a Manager.',
        'Ask one of them to say “subscribe” here. In a chat with me alone you can say it yourself.',
      );
  }
}

/** Answers `unsubscribe`. */
export function formatEnded(ended: Ended): AdaptiveCard {
  switch (ended) {
    case 'ended':
      return noticeCard(
        'I post no new cards here any more. Cards that stand stay true.',
        'Say “subscribe” to begin again.',
      );
    case 'none':
      return noticeCard('This conversation gets no cards as it is.', 'Say “subscribe” to begin.');
    case 'notTheirs':
      return noticeCard(
        'Everybody here sees these cards: they are ended by whoever began them, or by a Manager.',
        'Ask one of them to say “unsubscribe” here.',
      );
  }
}
