/** The bot comes into conversations and leaves them. Install events repeat, so everything is idempotent. */
import type { Person } from '@rooms-pro/core';
import { beginCards, type SubscribingDeps } from '../notify/subscriptions/subscribe.ts';
import type { Met, Subscriptions } from '../notify/subscriptions/subscriptions.ts';
import { type Endings, findEndings, isApart, isMeant } from './conversations/endings.ts';
import { type Incoming, toConversation } from './incoming/activity.ts';

/** What an event says about the bot's place in a conversation; `null`: nothing. */
export type Membership = 'joined' | 'ends' | null;

/** Reads an activity that is no message. */
export function readMembership(activity: Incoming): Membership {
  const { type, action, recipient, membersAdded } = activity;
  if (findEndings(activity) !== null) return 'ends';
  if (type === 'installationUpdate') return action?.startsWith('add') ? 'joined' : null;
  if (type !== 'conversationUpdate') return null;
  return membersAdded?.some(({ id }) => id === recipient.id) ? 'joined' : null;
}

/** Takes note of the conversation an activity came from. */
export function meet(activity: Incoming, person: Person, audience: Subscriptions): Promise<Met> {
  const conversation = toConversation(placed(activity));
  const readerId = conversation.kind === 'personal' ? person.id : null;
  return audience.meet({ ...conversation, readerId });
}

/** The event of a shared or private channel with the channel as its conversation. */
export function placed(activity: Incoming): Incoming {
  const { type, channelData, conversation } = activity;
  const { id, type: channelType } = channelData?.channel ?? {};
  if (type === 'message' || !id || !isApart(channelType)) return activity;
  return { ...activity, conversation: { ...conversation, id } };
}

/**
 * Takes note of a conversation, and subscribes it where whoever brought the bot may do that; whether it
 * is new or came back, so that a welcome is due.
 */
export async function join(
  activity: Incoming,
  person: Person,
  deps: SubscribingDeps,
): Promise<boolean> {
  if ((await meet(activity, person, deps.audience)) === 'known') return false;
  const { conversationId, kind } = toConversation(placed(activity));
  await beginCards(conversationId, person, deps);
  deps.log.info('conversation.installed', { kind });
  return true;
}

/** Ends what the event names. It is kept with its subscription, unless Teams never gives it back. */
export async function leave(
  endings: Endings,
  { audience, now, log }: Pick<SubscribingDeps, 'audience' | 'now' | 'log'>,
): Promise<void> {
  const { how, isErased } = endings;
  const known = [...audience.conversations(), ...(isErased ? audience.ended() : [])];
  for (const { conversationId, kind } of known.filter((one) => isMeant(endings, one))) {
    if (isErased) await audience.forget(conversationId);
    else await audience.end(conversationId, { how, at: now() });
    log.info('conversation.removed', { conversationId, kind, how, isErased });
  }
}
