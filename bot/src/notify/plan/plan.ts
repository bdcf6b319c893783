/** What is true, what was shown → the next thing to send in one conversation about one room. Pure. */
import { findOpenTicket, type Room, signalRecords } from '@rooms-pro/core';
import type { SentCard } from '../sentCards/sentCards.ts';
import { type Subscription, wantsRoom } from '../subscriptions/subscriptions.ts';
import { firstIncidentEdit, firstIncidentPost, isIncidentDone } from './planIncidents.ts';
import { firstNoticeEdit, firstNoticePost, isNoticeDone } from './planNotices.ts';
import type { Plan, RoomPlanInput } from './step.ts';

/** New cards come first, oldest incident first, then notices; then the edits of cards that stand. */
export function planFor(input: RoomPlanInput): Plan {
  const own = [...input.posts].filter(
    ([, post]) => post.conversationId === input.conversation.conversationId,
  );
  const done = own.filter(([, post]) => isDone(input, post)).map(([key]) => key);
  const standing = own.filter(([key, post]) => !post.givenUp && !done.includes(key));
  const step =
    firstIncidentPost(input) ??
    firstNoticePost(input) ??
    firstIncidentEdit(input, standing) ??
    firstNoticeEdit(input, standing);
  return { step, done };
}

/** Whether this room may hold anything for this subscription: cheap, asked at every change. */
export function mayConcern(room: Room, subscription: Subscription): boolean {
  return (
    wantsRoom(subscription, room) &&
    (room.notices.length > 0 || signalRecords(room).some(([, record]) => findOpenTicket(record)))
  );
}

function isDone({ room, now }: RoomPlanInput, post: SentCard): boolean {
  if (post.about === 'incident') return isIncidentDone(room, post);
  return post.about === 'notice' && isNoticeDone(post, now);
}
