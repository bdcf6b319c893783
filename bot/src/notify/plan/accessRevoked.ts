/**
 * Plans the last edit of cards whose only reader may no longer see their room. Pure; replaces `planFor`
 * then.
 */
import type { Person } from '@rooms-pro/core';
import { noticeCard } from '../../cards/index.ts';
import type { OutageNow } from '../../outages/outageView.ts';
import type { SentCard, SentCardKey } from '../sentCards/sentCards.ts';
import { mayReceive } from '../subscriptions/readers.ts';
import { wantsRoom } from '../subscriptions/subscriptions.ts';
import { type Plan, type PlanBasis, type Step, wasRefused } from './step.ts';

/**
 * Each card of this conversation is edited one last time: it then states that its reader can no longer
 * see the room.
 */
export function planAccessRevoked(
  input: Pick<PlanBasis, 'sentCards' | 'refused'>,
  conversationId: string,
): Plan {
  const own = [...input.sentCards].filter(([, post]) => post.conversationId === conversationId);
  const steps = own.filter(([, post]) => !post.givenUp).map(([key, post]) => stepFor(key, post));
  const done = own.filter(([, post]) => post.givenUp).map(([key]) => key);
  return { step: steps.find((step) => !wasRefused(step, input)) ?? null, done };
}

/**
 * The outage with only the rooms that this reader may see. Returns `lost` when the card of this
 * conversation counts disconnected rooms and the reader may no longer see any of them.
 */
export function toVisibleOutage(
  outage: OutageNow,
  reader: Person | null,
  post: SentCard | undefined,
): OutageNow | 'lost' {
  const rooms = outage.rooms.filter((room) => mayReceive(reader, room));
  const remaining = outage.remaining.filter((room) => mayReceive(reader, room));
  if (post?.about !== 'outage') return { ...outage, rooms, remaining };
  const counted = outage.rooms.filter((room) => wantsRoom(post, room));
  const isLost = counted.length > 0 && !counted.some((room) => rooms.includes(room));
  return isLost ? 'lost' : { ...outage, rooms, remaining };
}

function stepFor(key: SentCardKey, post: SentCard): Step {
  const which = post.about === 'outage' ? 'these rooms' : 'this room';
  const summary = `You can no longer see ${which}.`;
  const card = noticeCard(summary, 'Ask a manager if you need to.');
  const { activityId } = post;
  return {
    key,
    about: post,
    activityId,
    card,
    summary,
    shown: summary,
    reason: 'accessRevoked',
    isOver: true,
    isLast: true,
  };
}
