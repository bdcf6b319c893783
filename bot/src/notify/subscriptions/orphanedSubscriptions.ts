/**
 * A shared subscription depends on the rights of the person who made it. When that person may see none
 * of its rooms any more, the subscription ends, and one card in the conversation explains why.
 */
import type { Instant } from '@rooms-pro/core';
import { noticeCard } from '../../cards/index.ts';
import type { Log } from '../../log.ts';
import type { SendCard } from '../plan/step.ts';
import { type CurrentPerson, isOrphaned, noPeople } from './readers.ts';
import type { Subscriptions } from './subscriptions.ts';

export type OrphanedDeps = {
  readonly now: () => Instant;
  readonly log: Log;
  readonly subscriptions: Subscriptions;
  readonly currentPerson?: CurrentPerson;
};

const sentence =
  'I no longer post new cards here: the person who subscribed can no longer see these rooms.';
const nextStep = 'A Lead or a Manager can write “subscribe” here to start again.';

/** The conversations whose shared subscription has lost its rights. */
export function* findOrphaned({
  subscriptions,
  currentPerson = noPeople,
}: Pick<OrphanedDeps, 'subscriptions' | 'currentPerson'>): Iterable<string> {
  for (const subscription of subscriptions.active()) {
    const conversation = subscriptions.conversation(subscription.conversationId);
    if (conversation && isOrphaned(subscription, conversation, currentPerson))
      yield subscription.conversationId;
  }
}

/** Ends the subscription of one conversation if it is still orphaned. Returns whether it ended. */
export async function endOrphaned(conversationId: string, deps: OrphanedDeps): Promise<boolean> {
  const { subscriptions, now, log } = deps;
  if (![...findOrphaned(deps)].includes(conversationId)) return false;
  const by = 'platform';
  if (!(await subscriptions.unsubscribe(conversationId, { by, at: now() }))) return false;
  log.info('subscription.ended', { conversationId, by });
  return true;
}

/** Sends the card that explains why the subscription ended. */
export async function sendOrphanedCard(
  conversationId: string,
  since: Instant,
  sendCard: SendCard,
): Promise<void> {
  const subject = 'subscription';
  const card = noticeCard(sentence, nextStep);
  await sendCard(
    { conversationId, subject, about: subject, since },
    { card, summary: sentence, activityId: null, reason: 'accessRevoked' },
  );
}
