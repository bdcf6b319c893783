/** Which card an outage needs in one conversation: what is true, what was shown → one send. Pure. */
import {
  earlierOf,
  findRecord,
  type Instant,
  type Outage,
  type OutageLocation,
  type Room,
} from '@rooms-pro/core';
import { type AboutOutage, type SentCard, sentCardKey } from '../sentCards/sentCards.ts';
import { type Subscription, wantsRoom } from '../subscriptions/subscriptions.ts';
import type { NotifierReason } from './cardReason.ts';
import { type Plan, type PlanBasis, type Step, wasRefused } from './step.ts';

export type OutagePlanInput = PlanBasis & {
  /** As its document says; `null`: its place has had another since, so this one is over. */
  readonly outage: Outage | null;
  /** Its silent rooms, in the order in which people look for them. */
  readonly rooms: readonly Room[];
  /** Those that were still silent when it ended, and are. */
  readonly remaining: readonly Room[];
  /** When the last room that left it came back, as far as this process saw. */
  readonly lastBackAt: Instant | null;
};

const nothing: Plan = { step: null, done: [] };

/** One card an outage and conversation, edited as rooms join and come back. */
export function planForOutage(input: OutagePlanInput): Plan {
  const { posts, conversation } = input;
  const own = [...posts].find(([, { conversationId, about }]) => {
    return about === 'outage' && conversationId === conversation.conversationId;
  });
  const [key, post] = own ?? [];
  if (key === undefined || post?.about !== 'outage') {
    const about = firstAbout(input);
    const step = about && stepFor(input, about, null);
    return step && !wasRefused(step, input) ? { step, done: [] } : nothing;
  }
  const about = nextAbout(input, post);
  const step = stepFor(input, about, post);
  if (!post.givenUp && step.shown !== post.shown)
    return wasRefused(step, input) ? nothing : { step, done: [] };
  return step.isLast ? { step: null, done: [key] } : nothing;
}

/** What the first card says; `null` when this conversation has no need of one. */
function firstAbout({ outage, rooms, subscription }: OutagePlanInput): AboutOutage | null {
  if (!outage || !subscription || !wantsOutages(subscription)) return null;
  const { filter } = subscription;
  const silent = rooms.filter((room) => wantsRoom({ filter }, room));
  const [first] = silent;
  if (!first || !isNews(outage, silent, subscription)) return null;
  const { scope, building, floor, subnet } = outage;
  const place: OutageLocation = { scope, building, floor, subnet };
  return {
    about: 'outage',
    place,
    timeZone: first.timeZone,
    filter,
    since: earliestSilence(silent, outage.openedAt),
    most: silent.length,
    endedAt: null,
  };
}

/** What a card that stands must say now. */
function nextAbout(
  { outage, rooms, remaining, lastBackAt, now }: OutagePlanInput,
  post: SentCard<AboutOutage>,
): AboutOutage {
  const { about, place, timeZone, filter, since, most, endedAt } = post;
  const silent = rooms.filter((room) => wantsRoom({ filter }, room));
  const left = remaining.length > 0 ? null : lastBackAt;
  const ended = endedAt ?? left ?? outage?.endedAt ?? now;
  return {
    about,
    place,
    timeZone,
    filter,
    since: earliestSilence(silent, since),
    most: Math.max(most, silent.length),
    // What stayed silent when it ended may have come back since.
    endedAt: silent.length > 0 ? null : left !== null && left > ended ? left : ended,
  };
}

/** `post`: the card to edit; `null`: there is none yet. */
function stepFor(
  input: OutagePlanInput,
  about: AboutOutage,
  post: Pick<SentCard, 'activityId' | 'isOver'> | null,
): Step {
  const { render, conversation, outage } = input;
  const isMeant = (room: Room) => wantsRoom(about, room);
  const isOver = about.endedAt !== null;
  const silent = input.rooms.filter(isMeant);
  // While rooms that stayed silent come back one by one, the card is edited on.
  const remaining = isOver ? input.remaining.filter(isMeant) : [];
  const isLast = isOver && remaining.length === 0 && (outage === null || outage.endedAt !== null);
  const key = sentCardKey(conversation.conversationId, about);
  const rendered = render.outage(about, silent, remaining, outage);
  const reason = reasonFor(post, isOver);
  const activityId = post?.activityId ?? null;
  return { ...rendered, key, about, activityId, reason, isOver, isLast };
}

function reasonFor(post: Pick<SentCard, 'isOver'> | null, isOver: boolean): NotifierReason {
  if (post === null) return 'outage';
  return isOver && !post.isOver ? 'ended' : 'changed';
}

/** Whoever subscribes while it goes on is told of it once a room more goes silent. */
function isNews(outage: Outage, silent: readonly Room[], { since }: Subscription): boolean {
  const failedAt = (room: Room) => findRecord(room, 'connection').ticket?.activatedAt ?? '';
  return outage.openedAt >= since || silent.some((room) => failedAt(room) >= since);
}

/** An outage is important and needs action from its first minute. */
function wantsOutages({ filter }: Subscription): boolean {
  return (
    (filter.severities?.includes('important') ?? true) &&
    (filter.states?.includes('needsAction') ?? true)
  );
}

function earliestSilence(rooms: readonly Room[], known: Instant): Instant {
  return rooms.reduce(
    (since, { connection }) =>
      connection.status === 'disconnected' ? earlierOf(since, connection.since) : since,
    known,
  );
}
