/**
 * Updates conversations from activities. An activity from a conversation shows that the conversation exists:
 * it restores an ended one, resumes a paused one, and contains the present names of teams and channels.
 */
import type { Instant } from '@rooms-pro/core';
import type { Log } from '../../log.ts';
import type { Sending } from '../../notify/delivery/leasedSender.ts';
import { beginPause } from '../../notify/pauses/pause.ts';
import type { Rejections } from '../../notify/pauses/rejections.ts';
import type { Conversation } from '../../notify/subscriptions/conversations.ts';
import type { Subscriptions } from '../../notify/subscriptions/subscriptions.ts';
import { type Incoming, withoutThread } from '../incoming/activity.ts';
import { readMembership } from '../onInstall.ts';
import { isApart } from './endings.ts';

export type SignDeps = {
  readonly subscriptions: Subscriptions;
  readonly rejections: Rejections;
  readonly notifier: Pick<Sending, 'conversationChanged'>;
  readonly now: () => Instant;
  readonly log: Log;
};

/** Updates conversations from an activity, before its turn. */
export async function updateConversations(activity: Incoming, deps: SignDeps): Promise<void> {
  const membership = readMembership(activity);
  // The compose box is also in conversations without the bot.
  if (membership === 'ends' || activity.name?.startsWith('composeExtension/')) return;
  await updateNames(activity, deps);
  if (eventOf(activity) === 'teamArchived') return pauseTeam(activity, deps);
  const changed = new Set<string>();
  if (mayBringBack(activity)) {
    for (const known of [...deps.subscriptions.ended()]) {
      // The turn of an install restores its conversation and sends a welcome.
      if (membership === 'joined' && isNamed(activity, known)) continue;
      if (!isBroughtBack(activity, known)) continue;
      if (!(await deps.subscriptions.bringBack(known.conversationId))) continue;
      deps.log.info('conversation.returned', { conversationId: known.conversationId });
      changed.add(known.conversationId);
    }
  }
  for (const known of [...deps.subscriptions.conversations()]) {
    if (!known.paused || !isResumed(activity, known)) continue;
    if (await deps.rejections.resume(known.conversationId)) changed.add(known.conversationId);
  }
  for (const id of changed) deps.notifier.conversationChanged(id);
}

function eventOf({ type, channelData }: Incoming): string {
  return type === 'conversationUpdate' ? (channelData?.eventType ?? '') : '';
}

/** Whether an activity can restore a conversation. A click may come from a forwarded card, and an ending restores nothing. */
function mayBringBack(activity: Incoming): boolean {
  return activity.type !== 'invoke' && !/(Removed|Deleted|Unshared)$/.test(eventOf(activity));
}

/** Whether the activity names this conversation. */
function isNamed({ conversation, channelData }: Incoming, { conversationId }: Conversation) {
  return (
    withoutThread(conversation.id) === conversationId || channelData?.channel?.id === conversationId
  );
}

/** Whether the activity restores an ended conversation: its own, or one that ended together with its team. */
function isBroughtBack(activity: Incoming, known: Conversation): boolean {
  if (isNamed(activity, known)) return true;
  const { team, channel } = activity.channelData ?? {};
  if (!team?.id || known.teamId !== team.id) return false;
  if (known.ended?.how === 'teamDeleted') return true;
  return known.ended?.how === 'teamLeft' && !isApart(known.channelType) && !isApart(channel?.type);
}

/** Events about all conversations of a team. */
const teamEvents = new Set(['teamRestored', 'teamUnarchived', 'teamRenamed']);

function isResumed(activity: Incoming, known: Conversation): boolean {
  const event = eventOf(activity);
  const isOfTeam = teamEvents.has(event) && known.teamId === activity.channelData?.team?.id;
  if (!isNamed(activity, known) && !isOfTeam) return false;
  if (known.paused?.reason !== 'teamArchived') return true;
  // Members and names can also change in an archived team.
  return activity.type !== 'conversationUpdate' || /^team(Restored|Unarchived)$/.test(event);
}

/**
 * Pauses the conversations of an archived team, in which no person can write, without a failed send first.
 * The notifier gets the pauses after the last one, so managers get one card for the whole team.
 */
async function pauseTeam({ channelData }: Incoming, deps: SignDeps): Promise<void> {
  const teamId = channelData?.team?.id;
  if (!teamId) return;
  const { subscriptions, now, log, notifier } = deps;
  const cause = { reason: 'teamArchived', status: null, code: '', rejections: 0 } as const;
  const changed: string[] = [];
  try {
    for (const { conversationId } of ofTeam(subscriptions, teamId)) {
      const isPaused = await subscriptions.pause(conversationId, (known) =>
        known ? null : beginPause(cause, now()),
      );
      if (!isPaused) continue;
      log.warn('conversation.paused', { conversationId, reason: cause.reason });
      changed.push(conversationId);
    }
  } finally {
    for (const id of changed) notifier.conversationChanged(id);
  }
}

/** Stores the present names of the team and the channel in an event. */
async function updateNames(activity: Incoming, { subscriptions }: SignDeps): Promise<void> {
  if (activity.type !== 'conversationUpdate') return;
  const { team, channel } = activity.channelData ?? {};
  if (team?.id && team.name) {
    for (const { conversationId } of ofTeam(subscriptions, team.id))
      await subscriptions.rename(conversationId, { teamName: team.name });
  }
  if (channel?.id && channel.name) {
    await subscriptions.rename(channel.id, { channelName: channel.name });
  }
}

function ofTeam(subscriptions: Subscriptions, teamId: string): Conversation[] {
  return [...subscriptions.conversations()].filter(
    (known) => known.teamId === teamId || known.conversationId === teamId,
  );
}
