/** The one place from which the notifier posts and edits cards. Each card that arrives is one log line. */
import { between, type Instant } from '@rooms-pro/core';
import type { Log } from '../../log.ts';
import type { NotifierReason } from '../plan/cardReason.ts';
import type { About, Subject } from '../sentCards/sentCards.ts';
import type { Messenger, WireCard } from './messenger.ts';

/** What a conversation is brought up to date about: a room or outage, its own subscription, or pauses. */
export type Item = Subject | 'subscription' | 'pauses';

export type SendCardDeps = {
  readonly messenger: Messenger;
  readonly now: () => Instant;
  readonly log: Log;
};

export type CardToSend = {
  readonly card: WireCard;
  readonly summary: string;
  /** The message to edit; `null`: a card to post. */
  readonly activityId: string | null;
  readonly reason: NotifierReason;
};

export type CardContext = {
  readonly conversationId: string;
  readonly subject: Item;
  readonly about: About['about'] | 'subscription' | 'pauses';
  /** When the notifier learned that something changed. */
  readonly since: Instant;
};

/** Posts or edits a card; returns the id of its message. A failure is a `SendError`. */
export async function sendCard(
  { messenger, now, log }: SendCardDeps,
  { conversationId, subject, about, since }: CardContext,
  { card, summary, activityId, reason }: CardToSend,
): Promise<string> {
  const fields = () => {
    const waitedMs = between(since, now());
    return { conversationId, subject, about, reason, waitedMs };
  };
  if (activityId === null) {
    const postedId = await messenger.post(conversationId, card, summary);
    log.info('card.posted', fields());
    return postedId;
  }
  await messenger.edit(conversationId, activityId, card, summary);
  log.info('card.edited', fields());
  return activityId;
}
