/**
 * Cards that many read rest on the rights of whoever began them: with the last of those rights the
 * subscription ends, and the conversation is told once why it becomes quiet.
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
  readonly audience: Subscriptions;
  readonly currentPerson?: CurrentPerson;
};

const sentence =
  'I post no new cards here any more: whoever began them can no longer see these rooms.';
const nextStep = 'A Lead or a Manager can say “subscribe” here to begin again.';

/** The conversations whose subscription rests on nobody's rights any more. */
export function* unfoundedIn({
  audience,
  currentPerson = noPeople,
}: Pick<OrphanedDeps, 'audience' | 'currentPerson'>): Iterable<string> {
  for (const subscription of audience.subscriptions()) {
    const conversation = audience.conversation(subscription.conversationId);
    if (conversation && isOrphaned(subscription, conversation, currentPerson))
      yield subscription.conversationId;
  }
}

/** Ends the subscription of one conversation, if it still has to; whether there is something to say. */
export async function endOrphaned(conversationId: string, deps: OrphanedDeps): Promise<boolean> {
  const { audience, now, log } = deps;
  if (![...unfoundedIn(deps)].includes(conversationId)) return false;
  const by = 'platform';
  if (!(await audience.unsubscribe(conversationId, { by, at: now() }))) return false;
  log.info('subscription.ended', { conversationId, by });
  return true;
}

/** Says why. */
export async function formatOrphaned(
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
