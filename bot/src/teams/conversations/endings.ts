/** Finds the conversations that an event ends. Pure. */
import type { Conversation, ConversationEnd } from '../../notify/subscriptions/conversations.ts';
import { type Incoming, withoutThread } from '../incoming/activity.ts';

/** The conversations that end: one, or all of a team. Teams never restores an erased conversation. */
export type Endings = {
  readonly how: ConversationEnd['how'];
  readonly of: 'conversation' | 'team';
  readonly id: string;
  readonly isErased: boolean;
};

/** The conversations that an event ends; `null`: it ends none. A failed send is not an event. */
export function findEndings(activity: Incoming): Endings | null {
  const { type, action, recipient, membersRemoved, channelData } = activity;
  if (type === 'installationUpdate') {
    // An upgrade (`remove-upgrade`) replaces the old version, and the bot stays in the conversation.
    return action === 'remove' ? leaving(activity) : null;
  }
  if (type !== 'conversationUpdate') return null;
  // The General channel has the id of its team. A chat has no team.
  const isChannel = activity.conversation.conversationType === 'channel';
  const channelId = isChannel ? withoutThread(activity.conversation.id) : null;
  const teamId = channelData?.team?.id || channelId;
  switch (channelData?.eventType) {
    case 'teamDeleted':
      return teamId ? { how: 'teamDeleted', of: 'team', id: teamId, isErased: false } : null;
    case 'teamHardDeleted':
      return teamId ? { how: 'teamDeleted', of: 'team', id: teamId, isErased: true } : null;
    case 'channelDeleted': {
      const id = channelData.channel?.id;
      return id ? { how: 'channelDeleted', of: 'conversation', id, isErased: false } : null;
    }
    default:
      return membersRemoved?.some(({ id }) => id === recipient.id) ? leaving(activity) : null;
  }
}

/**
 * The bot was removed. A removal from a team covers all its channels. An event about one shared or private
 * channel also names the team, but covers only that channel.
 */
function leaving({ channelData, conversation }: Incoming): Endings {
  const { team, channel, eventType } = channelData ?? {};
  const conversationId = withoutThread(conversation.id);
  const isOneChannel =
    eventType === 'channelMemberRemoved' ||
    isApart(channel?.type) ||
    (!!channel?.id && channel.id !== team?.id);
  if (team?.id && !isOneChannel) {
    return { how: 'teamLeft', of: 'team', id: team.id, isErased: false };
  }
  const id = channel?.id || conversationId;
  return { how: 'botRemoved', of: 'conversation', id, isErased: false };
}

/** Whether a known conversation ends. The General channel has the id of its team. */
export function isMeant({ of, id }: Endings, known: Conversation): boolean {
  return known.conversationId === id || (of === 'team' && known.teamId === id);
}

/** Whether the bot joins and leaves channels of this type separately from their team. */
export function isApart(channelType: string | null | undefined): boolean {
  return channelType === 'shared' || channelType === 'private';
}
