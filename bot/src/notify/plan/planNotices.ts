/** What a room has to say once, and where it is said. Pure; a part of `planFor`. */
import { between, type Instant, type Notice, type Room } from '@rooms-pro/core';
import {
  type AboutNotice,
  type SentCard,
  type SentCardKey,
  sentCardKey,
} from '../sentCards/sentCards.ts';
import { wantsRoom } from '../subscriptions/subscriptions.ts';
import { type RoomPlanInput, type Step, wasRefused } from './step.ts';

/** Older ones are no news any more. */
const newsForMs = 86_400_000;
/** Longer than a room keeps a notice, so that none is said twice. */
const rememberedForMs = 2 * newsForMs;

/** The next notice that has not been said here. */
export function firstNoticePost(input: RoomPlanInput): Step | null {
  const { room, now } = input;
  if (room.enrolment !== 'enrolled') return null;
  for (const notice of room.notices) {
    const isNews = between(notice.at, now) < newsForMs;
    if (!isNews || !isTrue(room, notice) || !isWantedHere(input, notice)) continue;
    const about: AboutNotice = { about: 'notice', notice: notice.key };
    if (input.posts.has(sentCardKey(input.conversation.conversationId, about))) continue;
    const step = stepFor(input, about, notice, null);
    if (!wasRefused(step, input)) return step;
  }
  return null;
}

/** The next notice whose buttons are no longer those of the moment. */
export function firstNoticeEdit(
  input: RoomPlanInput,
  posts: readonly (readonly [SentCardKey, SentCard])[],
): Step | null {
  for (const [, post] of posts) {
    if (post.about !== 'notice') continue;
    const { notice: key, activityId, shown } = post;
    const notice = input.room.notices.find((one) => one.key === key);
    // An answer to a response speaks of its moment and stays as it is.
    if (!notice || isAnswer(notice)) continue;
    const step = stepFor(input, { about: 'notice', notice: key }, notice, activityId);
    if (step.shown !== shown && !wasRefused(step, input)) return step;
  }
  return null;
}

/** Whether the memory of a notice may go. */
export function isNoticeDone(post: SentCard<AboutNotice>, now: Instant): boolean {
  return between(post.at, now) >= rememberedForMs;
}

function stepFor(
  { room, render, conversation }: RoomPlanInput,
  about: AboutNotice,
  notice: Notice,
  activityId: string | null,
): Step {
  const key = sentCardKey(conversation.conversationId, about);
  const reason = activityId === null ? 'notice' : 'changed';
  const rendered = render.notice(room, notice);
  return { ...rendered, key, about, activityId, reason, isOver: true, isLast: false };
}

/** What was announced may have been overtaken before its turn came. */
function isTrue(room: Room, notice: Notice): boolean {
  if (notice.kind !== 'suppression.ending') return true;
  const { signal } = notice;
  const standing = signal === 'room' ? room.suppression : room.signals[signal]?.suppression;
  return standing?.until.kind === 'time' && standing.until.at === notice.until;
}

function isAnswer(notice: Notice): boolean {
  return notice.kind === 'fix.verified' || notice.kind === 'fix.failed';
}

/**
 * An answer to a response is given where the incident's card stands, subscribed or not, because
 * there it was responded to; where none stands, and everything else, to all who subscribed.
 */
function isWantedHere(input: RoomPlanInput, notice: Notice): boolean {
  const { room, subscription, posts, conversation } = input;
  if (isAnswer(notice)) {
    const cards = [...posts.values()].filter(
      (post) => post.about === 'incident' && post.signal === notice.signal,
    );
    if (cards.length > 0) {
      return cards.some(({ conversationId }) => conversationId === conversation.conversationId);
    }
  }
  return subscription !== null && notice.at >= subscription.since && wantsRoom(subscription, room);
}
