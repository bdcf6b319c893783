/** The bot comes into conversations and leaves them. Install events repeat, so everything is idempotent. */
import type { Instant, Person } from '@rooms-pro/core';
import type { Log } from '../log.ts';
import type { Audience, Conversation, SubscriptionFilter } from '../notify/audience.ts';
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

export type MembershipDeps = {
  readonly audience: Audience;
  readonly now: () => Instant;
  readonly log: Log;
};

/** Takes note of the conversation an activity came from; whether it is new. */
export function meet(activity: Incoming, person: Person, audience: Audience): Promise<boolean> {
  const conversation = conversationOf(activity);
  const readerId = conversation.kind === 'personal' ? person.id : null;
  return audience.meet({ ...conversation, readerId });
}

/** Takes note of a conversation and subscribes it; whether that is news, so that a welcome is due. */
export async function join(
  activity: Incoming,
  person: Person,
  { audience, now, log }: MembershipDeps,
): Promise<boolean> {
  if (!(await meet(activity, person, audience))) return false;
  const { conversationId, kind } = conversationOf(activity);
  await subscribe(conversationId, person, audience, now());
  log.info('conversation.installed', { kind });
  return true;
}

/**
 * Subscribes a conversation to what this person may see; whether it is new. Where they alone read it,
 * what they may see is looked at with every card, so that it may change.
 */
export function subscribe(
  conversationId: string,
  { role, groups }: Person,
  audience: Audience,
  since: Instant,
): Promise<boolean> {
  const isTheirs = audience.conversation(conversationId)?.readerId != null;
  const filter: SubscriptionFilter = role === 'manager' || isTheirs ? {} : { groups };
  return audience.subscribe({ conversationId, since, filter });
}

/** Forgets the conversation, or every conversation of the team. */
export async function leave(
  activity: Incoming,
  membership: 'left' | 'teamLeft',
  { audience, log }: MembershipDeps,
): Promise<void> {
  const { conversationId, teamId, kind } = conversationOf(activity);
  const deleted = activity.channelData?.channel?.id;
  const isGone = (known: Conversation) =>
    membership === 'teamLeft'
      ? known.conversationId === conversationId || (teamId !== null && known.teamId === teamId)
      : known.conversationId === (deleted ?? conversationId);
  for (const known of [...audience.conversations()].filter(isGone)) {
    await audience.forget(known.conversationId);
    log.info('conversation.removed', { kind });
  }
}
