/** Sends cards about conversations themselves: a subscription has ended, or conversations are paused. */
import type { Instant } from '@rooms-pro/core';
import type { Log } from '../../log.ts';
import { informManager } from '../pauses/informManagers.ts';
import type { SendCard } from '../plan/step.ts';
import { endOrphaned, sendOrphanedCard } from '../subscriptions/orphanedSubscriptions.ts';
import type { CurrentPerson } from '../subscriptions/readers.ts';
import type { Subscriptions } from '../subscriptions/subscriptions.ts';
import type { Delivery } from './delivery.ts';
import type { Delay } from './retry.ts';

export type SendAboutConversationDeps = Delivery & {
  readonly subscriptions: Subscriptions;
  readonly currentPerson?: CurrentPerson;
  readonly now: () => Instant;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly sendCard: SendCard;
  readonly withRetry: Delay;
};

/** Sends the card about the topic, if there is one. */
export type SendAboutConversation = (
  conversationId: string,
  topic: 'subscription' | 'pauses',
  since: Instant,
) => Promise<void>;

export function createSendAboutConversation(
  deps: SendAboutConversationDeps,
): SendAboutConversation {
  const { rejections, limiter, signal, withRetry, sendCard } = deps;
  const waitForLimit = (conversationId: string) => limiter.turn(conversationId, { signal });
  /** Conversations whose subscription has ended and that have no card about it yet. */
  const unexplained = new Set<string>();

  async function endSubscription(conversationId: string, since: Instant): Promise<void> {
    if (await endOrphaned(conversationId, deps)) unexplained.add(conversationId);
    if (!unexplained.has(conversationId) || rejections.isPaused(conversationId)) return;
    await withRetry(conversationId, async () => {
      await waitForLimit(conversationId);
      await sendOrphanedCard(conversationId, since, sendCard);
    });
    unexplained.delete(conversationId);
    await rejections.accepted(conversationId);
  }

  async function informOfPauses(conversationId: string, since: Instant): Promise<void> {
    if (rejections.isPaused(conversationId)) return;
    const isSent = await withRetry(conversationId, () =>
      informManager(conversationId, since, deps, () => waitForLimit(conversationId)),
    );
    if (isSent) await rejections.accepted(conversationId);
  }

  return (conversationId, topic, since) =>
    topic === 'subscription'
      ? endSubscription(conversationId, since)
      : informOfPauses(conversationId, since);
}
