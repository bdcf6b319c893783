/** Plans the cards of notices: messages about a room that are sent once. Pure; a part of `planFor`. */
import { between, type Instant, type Notice, type Room } from '@rooms-pro/core';
import { roomNoticeCard } from '../../cards/index.ts';
import {
  type AboutNotice,
  type SentCard,
  type SentCardKey,
  sentCardKey,
} from '../sentCards/sentCards.ts';
import { wantsRoom } from '../subscriptions/subscriptions.ts';
import { toContent } from './cardContent.ts';
import { type RoomPlanInput, type Step, wasRefused } from './step.ts';

/** Older notices are not sent. */
const sentWithinMs = 86_400_000;
/** Longer than a room stores a notice, so that no notice is sent twice. */
const recordedForMs = 2 * sentWithinMs;

/** The next notice that was not sent to this conversation. */
export function firstNoticePost(input: RoomPlanInput): Step | null {
  const { room, now } = input;
  if (room.enrolment !== 'enrolled') return null;
  for (const notice of room.notices) {
    const isRecent = between(notice.at, now) < sentWithinMs;
    if (!isRecent || !isCurrent(room, notice) || !belongsHere(input, notice)) continue;
    const about: AboutNotice = { about: 'notice', notice: notice.key };
    if (input.sentCards.has(sentCardKey(input.conversation.conversationId, about))) continue;
    const step = stepFor(input, about, notice, null);
    if (!wasRefused(step, input)) return step;
  }
  return null;
}

/** The next notice card whose buttons are outdated. */
export function firstNoticeEdit(
  input: RoomPlanInput,
  sentCards: readonly (readonly [SentCardKey, SentCard])[],
): Step | null {
  for (const [, post] of sentCards) {
    if (post.about !== 'notice') continue;
    const { notice: key, activityId, shown } = post;
    const notice = input.room.notices.find((one) => one.key === key);
    // The result of a response describes one moment, so its card does not change.
    if (!notice || isResponseResult(notice)) continue;
    const step = stepFor(input, { about: 'notice', notice: key }, notice, activityId);
    if (step.shown !== shown && !wasRefused(step, input)) return step;
  }
  return null;
}

/** Whether the record of a sent notice can be deleted. */
export function isNoticeDone(post: SentCard<AboutNotice>, now: Instant): boolean {
  return between(post.at, now) >= recordedForMs;
}

function stepFor(
  { room, sources, conversation }: RoomPlanInput,
  about: AboutNotice,
  notice: Notice,
  activityId: string | null,
): Step {
  const key = sentCardKey(conversation.conversationId, about);
  const reason = activityId === null ? 'notice' : 'changed';
  const { rules, links } = sources;
  const number = notice.signal === 'room' ? null : room.signals[notice.signal]?.ticket?.number;
  const openUrl = number ? links.ticket(number) : links.room(room.id);
  const content = toContent(roomNoticeCard({ room, notice, rules, openUrl }));
  return { ...content, key, about, activityId, reason, isOver: true, isLast: false };
}

/**
 * Whether the notice is still correct: the suppression may have changed since the room wrote the
 * notice.
 */
function isCurrent(room: Room, notice: Notice): boolean {
  if (notice.kind !== 'suppression.ending') return true;
  const { signal } = notice;
  const suppression = signal === 'room' ? room.suppression : room.signals[signal]?.suppression;
  return suppression?.until.kind === 'time' && suppression.until.at === notice.until;
}

function isResponseResult(notice: Notice): boolean {
  return notice.kind === 'fix.verified' || notice.kind === 'fix.failed';
}

/**
 * The result of a response goes to the conversations that show the incident's card, subscribed or not,
 * because a person responded there. When no conversation shows that card, and for all other notices, it
 * goes to all subscribed conversations.
 */
function belongsHere(input: RoomPlanInput, notice: Notice): boolean {
  const { room, subscription, sentCards, conversation } = input;
  if (isResponseResult(notice)) {
    const cards = [...sentCards.values()].filter(
      (post) => post.about === 'incident' && post.signal === notice.signal,
    );
    if (cards.length > 0) {
      return cards.some(({ conversationId }) => conversationId === conversation.conversationId);
    }
  }
  return subscription !== null && notice.at >= subscription.since && wantsRoom(subscription, room);
}
