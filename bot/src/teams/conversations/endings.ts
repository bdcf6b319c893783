/** Which events end conversations, and exactly which. Pure. */
import type { Conversation, ConversationEnd } from '../../notify/subscriptions/subscriptions.ts';
import { type Incoming, withoutThread } from '../incoming/activity.ts';

/** Which conversations end: one, or all of a team. Teams never gives back what is erased. */
export type Endings = {
  readonly how: ConversationEnd['how'];
  readonly of: 'conversation' | 'team';
  readonly id: string;
  readonly isErased: boolean;
};

/** What an event ends; `null`: nothing. Failed sends are no events. */
export function findEndings(activity: Incoming): Endings | null {
  const { type, action, recipient, membersRemoved, channelData } = activity;
  if (type === 'installationUpdate') {
    // An upgrade (`remove-upgrade`) takes the old version out and puts the new one in: the bot stays.
    return action === 'remove' ? leaving(activity) : null;
  }
  if (type !== 'conversationUpdate') return null;
  // The General channel has the id of its team; a chat is no team.
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
 * The bot was removed. Out of a team is out of all its channels; but an event about one shared or
 * private channel names the team as well, and means that channel alone.
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

/** Whether a conversation is one that ends. The General channel has the id of its team. */
export function isMeant({ of, id }: Endings, known: Conversation): boolean {
  return known.conversationId === id || (of === 'team' && known.teamId === id);
}

/** Whether the bot joins and leaves channels of this type apart from their team. */
export function isApart(channelType: string | null | undefined): boolean {
  return channelType === 'shared' || channelType === 'private';
}
