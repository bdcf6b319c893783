/**
 * Who may begin and end the cards of a conversation. Alone with the bot everybody does as they like;
 * what many read begins with a Lead or a Manager, and ends with them who began it or with a Manager.
 */
import type { Instant, Person } from '@rooms-pro/core';
import type { Log } from '../../log.ts';
import { type CurrentPerson, heldNow, isOrphaned } from './readers.ts';
import type { Conversation, Subscription, Subscriptions } from './subscriptions.ts';

export type SubscribingDeps = {
  readonly audience: Subscriptions;
  readonly current: CurrentPerson;
  readonly now: () => Instant;
  readonly log: Log;
};

/**
 * `widened`: it stood for some rooms and is now for all. `standsForSome`: it stands for some rooms,
 * and this person cannot change that. `notTheirs`: it takes a Lead or a Manager.
 */
export type Begun = 'begun' | 'widened' | 'stands' | 'standsForSome' | 'notTheirs';
/** `none`: there was nothing to end. `notTheirs`: it takes whoever began it, or a Manager. */
export type Ended = 'ended' | 'none' | 'notTheirs';

/** Begins the cards of a conversation, with the rooms that this person may see. */
export async function beginCards(
  conversationId: string,
  person: Person,
  { audience, current, now, log }: SubscribingDeps,
): Promise<Begun> {
  const conversation = audience.conversation(conversationId);
  const standing = audience.subscription(conversationId);
  if (!conversation) return 'notTheirs';
  const isManager = person.role === 'manager';
  const isStanding = standing !== null && !isOrphaned(standing, conversation, current);
  if (isStanding) {
    const isAll = wantsAll(heldNow(standing, conversation, current));
    if (conversation.readerId !== null || isAll) return 'stands';
    if (!isManager) return 'standsForSome';
  } else if (!mayBegin(conversation, person)) return 'notTheirs';
  // What the one person who reads it may see is looked at with every card.
  const filter = isManager || conversation.readerId !== null ? {} : { groups: person.groups };
  const wanted: Subscription = { conversationId, since: now(), filter, by: person.id };
  if (standing) await audience.replace(wanted);
  else if (!(await audience.subscribe(wanted))) return 'stands';
  log.info('subscription.began', { conversationId, by: person.id, isWider: isStanding });
  return isStanding ? 'widened' : 'begun';
}

/** Ends the cards of a conversation. */
export async function endCards(
  conversationId: string,
  person: Person,
  { audience, now, log }: SubscribingDeps,
): Promise<Ended> {
  const standing = audience.subscription(conversationId);
  if (standing === null) return 'none';
  const isOwn =
    audience.conversation(conversationId)?.readerId != null || standing.by === person.id;
  if (!isOwn && person.role !== 'manager') return 'notTheirs';
  const by = person.id;
  if (!(await audience.unsubscribe(conversationId, { by, at: now() }))) return 'none';
  log.info('subscription.ended', { conversationId, by });
  return 'ended';
}

/** Whether this person may begin cards that others read: of no room there is nothing to begin. */
function mayBegin({ readerId }: Conversation, { role, groups }: Person): boolean {
  if (readerId !== null || role === 'manager') return true;
  return role === 'lead' && groups.length > 0;
}

function wantsAll({ filter }: Subscription): boolean {
  return Object.values(filter).every((part) => part === undefined);
}
