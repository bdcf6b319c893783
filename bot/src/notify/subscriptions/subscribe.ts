/**
 * Starts and ends the subscription of a conversation, with the rights for both. In a personal chat
 * every person may do both. In a shared conversation a Lead or a Manager may start it, and the person
 * who started it or a Manager may end it.
 */
import type { Instant, Person } from '@rooms-pro/core';
import type { Log } from '../../log.ts';
import type { Conversation } from './conversations.ts';
import { type CurrentPerson, currentSubscription, isOrphaned } from './readers.ts';
import type { Subscription, SubscriptionFilter, Subscriptions } from './subscriptions.ts';

export type SubscribingDeps = {
  readonly subscriptions: Subscriptions;
  readonly current: CurrentPerson;
  readonly now: () => Instant;
  readonly log: Log;
};

/**
 * `widened`: the subscription was for some rooms and is now for all. `stands`: it exists already.
 * `standsForSome`: it exists for some rooms, and this person cannot change that. `notTheirs`: only a
 * Lead or a Manager may start it.
 */
export type Begun = 'begun' | 'widened' | 'stands' | 'standsForSome' | 'notTheirs';
/**
 * `none`: there was no subscription. `notTheirs`: only the person who started it or a Manager may end
 * it.
 */
export type Ended = 'ended' | 'none' | 'notTheirs';

/** Subscribes a conversation to the rooms that this person may see. */
export async function beginCards(
  conversationId: string,
  person: Person,
  { subscriptions, current, now, log }: SubscribingDeps,
): Promise<Begun> {
  const conversation = subscriptions.conversation(conversationId);
  const existing = subscriptions.find(conversationId);
  if (!conversation) return 'notTheirs';
  const isManager = person.role === 'manager';
  const exists = existing !== null && !isOrphaned(existing, conversation, current);
  if (exists) {
    const isAll = wantsAll(currentSubscription(existing, conversation, current));
    if (isAll) return 'stands';
    if (!isManager && conversation.readerId === null) return 'standsForSome';
  } else if (!mayBegin(conversation, person)) return 'notTheirs';
  // In a personal chat the rights of the reader are checked with every card.
  const filter = isManager || conversation.readerId !== null ? {} : { groups: person.groups };
  const wanted: Subscription = { conversationId, since: now(), filter, by: person.id };
  if (existing) await subscriptions.replace(wanted);
  else if (!(await subscriptions.subscribe(wanted))) return 'stands';
  log.info('subscription.began', { conversationId, by: person.id, isWider: exists });
  return exists ? 'widened' : 'begun';
}

/** `notTheirs`: this person may not change what the conversation receives. */
export type Narrowed = 'narrowed' | 'notTheirs';

/** Limits the cards of a conversation to a filter; starts the subscription where it does not exist. */
export async function narrowCards(
  conversationId: string,
  person: Person,
  filter: SubscriptionFilter,
  { subscriptions, current, now, log }: SubscribingDeps,
): Promise<Narrowed> {
  const conversation = subscriptions.conversation(conversationId);
  if (!conversation || !mayBegin(conversation, person)) return 'notTheirs';
  const existing = subscriptions.find(conversationId);
  const isOther = existing !== null && !isOrphaned(existing, conversation, current);
  const isOwn =
    conversation.readerId !== null || person.role === 'manager' || existing?.by === person.id;
  if (isOther && !isOwn) return 'notTheirs';
  // In a shared conversation, a person without all rooms can include only the groups of that person.
  const isLimited = conversation.readerId === null && person.role !== 'manager';
  const groups = filter.groups ?? (isLimited ? person.groups : undefined);
  const allowed = isLimited ? groups?.filter((group) => person.groups.includes(group)) : groups;
  const wanted: Subscription = {
    conversationId,
    since: existing?.since ?? now(),
    filter: { ...filter, ...(allowed ? { groups: allowed } : {}) },
    by: person.id,
  };
  if (existing) await subscriptions.replace(wanted);
  else await subscriptions.subscribe(wanted);
  log.info('subscription.began', { conversationId, by: person.id, isWider: false });
  return 'narrowed';
}

/** Ends the subscription of a conversation. */
export async function endCards(
  conversationId: string,
  person: Person,
  { subscriptions, now, log }: SubscribingDeps,
): Promise<Ended> {
  const existing = subscriptions.find(conversationId);
  if (existing === null) return 'none';
  const isOwn =
    subscriptions.conversation(conversationId)?.readerId != null || existing.by === person.id;
  if (!isOwn && person.role !== 'manager') return 'notTheirs';
  const by = person.id;
  if (!(await subscriptions.unsubscribe(conversationId, { by, at: now() }))) return 'none';
  log.info('subscription.ended', { conversationId, by });
  return 'ended';
}

/** Whether this person may subscribe this conversation. A Lead without room groups may not. */
function mayBegin({ readerId }: Conversation, { role, groups }: Person): boolean {
  if (readerId !== null || role === 'manager') return true;
  return role === 'lead' && groups.length > 0;
}

function wantsAll({ filter }: Subscription): boolean {
  return Object.values(filter).every((part) => part === undefined);
}
