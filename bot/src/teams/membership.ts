/** The bot comes into conversations and leaves them. Install events repeat, so everything is idempotent. */
import type { Person } from '@rooms-pro/core';
import type { Audience, Conversation } from '../notify/audience.ts';
import { beginCards, type SubscribingDeps } from '../notify/subscribing.ts';
import { conversationOf, type Incoming } from './incoming.ts';

/** What an event says about the bot's place in a conversation; `null`: nothing. */
export type Membership = 'joined' | 'left' | 'teamLeft' | null;

/** Reads an activity that is no message. */
export function membershipOf(activity: Incoming): Membership {
  const { type, action, recipient, membersAdded, membersRemoved, channelData } = activity;
  if (type === 'installationUpdate') {
    if (action?.startsWith('add')) return 'joined';
    // An upgrade takes the old version out and puts the new one in: the bot stays.
    return action === 'remove' ? leaving(activity) : null;
  }
  if (type !== 'conversationUpdate') return null;
  if (channelData?.eventType === 'teamDeleted') return 'teamLeft';
  if (channelData?.eventType === 'channelDeleted') return 'left';
  if (membersAdded?.some(({ id }) => id === recipient.id)) return 'joined';
  return membersRemoved?.some(({ id }) => id === recipient.id) ? leaving(activity) : null;
}

/** Out of a team is out of all its channels. */
function leaving({ channelData }: Incoming): Membership {
  return channelData?.team?.id ? 'teamLeft' : 'left';
}

/** Takes note of the conversation an activity came from; whether it is new. */
export function meet(activity: Incoming, person: Person, audience: Audience): Promise<boolean> {
  const conversation = conversationOf(activity);
  const readerId = conversation.kind === 'personal' ? person.id : null;
  return audience.meet({ ...conversation, readerId });
}

/**
 * Takes note of a conversation, and subscribes it where whoever brought the bot may do that; whether it
 * is new, so that a welcome is due.
 */
export async function join(
  activity: Incoming,
  person: Person,
  deps: SubscribingDeps,
): Promise<boolean> {
  if (!(await meet(activity, person, deps.audience))) return false;
  const { conversationId, kind } = conversationOf(activity);
  await beginCards(conversationId, person, deps);
  deps.log.info('conversation.installed', { kind });
  return true;
}

/** Forgets the conversation, or every conversation of the team. */
export async function leave(
  activity: Incoming,
  membership: 'left' | 'teamLeft',
  { audience, log }: Pick<SubscribingDeps, 'audience' | 'log'>,
): Promise<void> {
  const { conversationId, teamId, kind } = conversationOf(activity);
  const deleted = activity.channelData?.channel?.id;
  const isGone = (known: Conversation) =>
    membership === 'teamLeft'
      ? known.conversationId === conversationId || (teamId !== null && known.teamId === teamId)
      : known.conversationId === (deleted ?? conversationId);
  for (const known of [...audience.conversations()].filter(isGone)) {
    const standing = audience.subscription(known.conversationId);
    await audience.forget(known.conversationId);
    if (standing) log.info('subscription.ended', { conversationId: standing.conversationId });
    log.info('conversation.removed', { kind });
  }
}
