/** The bot joins and leaves conversations. Install events repeat, so every function here is idempotent. */
import type { Person } from '@rooms-pro/core';
import type { Met } from '../notify/subscriptions/conversations.ts';
import { beginCards, type SubscribingDeps } from '../notify/subscriptions/subscribe.ts';
import type { Subscriptions } from '../notify/subscriptions/subscriptions.ts';
import { type Endings, findEndings, isApart, isMeant } from './conversations/endings.ts';
import { type Incoming, toConversation } from './incoming/activity.ts';

/** The change of the bot's membership in a conversation; `null`: no change. */
export type Membership = 'joined' | 'ends' | null;

/** Finds the change of membership in an activity. */
export function readMembership(activity: Incoming): Membership {
  const { type, action, recipient, membersAdded } = activity;
  if (findEndings(activity) !== null) return 'ends';
  if (type === 'installationUpdate') return action?.startsWith('add') ? 'joined' : null;
  if (type !== 'conversationUpdate') return null;
  return membersAdded?.some(({ id }) => id === recipient.id) ? 'joined' : null;
}

/** Adds the conversation of an activity. */
export function addConversation(
  activity: Incoming,
  person: Person,
  subscriptions: Subscriptions,
): Promise<Met> {
  const conversation = toConversation(placed(activity));
  const readerId = conversation.kind === 'personal' ? person.id : null;
  return subscriptions.addConversation({ ...conversation, readerId });
}

/** The activity with its shared or private channel as the conversation. */
export function placed(activity: Incoming): Incoming {
  const { type, channelData, conversation } = activity;
  const { id, type: channelType } = channelData?.channel ?? {};
  if (type === 'message' || !id || !isApart(channelType)) return activity;
  return { ...activity, conversation: { ...conversation, id } };
}

/**
 * Adds a conversation, and subscribes it if the person who added the bot may do that. Returns whether the
 * conversation is new or restored, so that it needs a welcome.
 */
export async function join(
  activity: Incoming,
  person: Person,
  deps: SubscribingDeps,
): Promise<boolean> {
  if ((await addConversation(activity, person, deps.subscriptions)) === 'known') return false;
  const { conversationId, kind } = toConversation(placed(activity));
  await beginCards(conversationId, person, deps);
  deps.log.info('conversation.installed', { kind });
  return true;
}

/** Ends the conversations of an event. They stay stored with their subscriptions, unless they are erased. */
export async function leave(
  endings: Endings,
  { subscriptions, now, log }: Pick<SubscribingDeps, 'subscriptions' | 'now' | 'log'>,
): Promise<void> {
  const { how, isErased } = endings;
  const known = [...subscriptions.conversations(), ...(isErased ? subscriptions.ended() : [])];
  for (const { conversationId, kind } of known.filter((one) => isMeant(endings, one))) {
    if (isErased) await subscriptions.removeConversation(conversationId);
    else await subscriptions.end(conversationId, { how, at: now() });
    log.info('conversation.removed', { conversationId, kind, how, isErased });
  }
}
