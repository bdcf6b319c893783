/**
 * Plans the card of an outage in one conversation: current state and shown card → the next send. Pure.
 */
import {
  allowedOutageActions,
  earlierOf,
  findRecord,
  type Instant,
  type Outage,
  type OutageLocation,
  type Room,
  workOnOutage,
} from '@rooms-pro/core';
import { formatOutageSummary, type OutageOnCard, outageCard } from '../../cards/index.ts';
import { type AboutOutage, type SentCard, sentCardKey } from '../sentCards/sentCards.ts';
import { type Subscription, wantsRoom } from '../subscriptions/subscriptions.ts';
import { readerWithAllRights, toContent } from './cardContent.ts';
import type { NotifierReason } from './cardReason.ts';
import { type Plan, type PlanBasis, type Step, wasRefused } from './step.ts';

export type OutagePlanInput = PlanBasis & {
  /**
   * The document of the outage. `null`: a newer outage at the same location replaced it, so this one is
   * over.
   */
  readonly outage: Outage | null;
  /** The disconnected rooms of the outage, sorted by name. */
  readonly rooms: readonly Room[];
  /** Rooms that were disconnected when the outage ended and still are. */
  readonly remaining: readonly Room[];
  /** When the last room that left the outage came back, as far as this process observed it. */
  readonly lastBackAt: Instant | null;
};

const noStep: Plan = { step: null, done: [] };

/** Plans one card per outage and conversation. It is edited as rooms join and come back. */
export function planForOutage(input: OutagePlanInput): Plan {
  const { sentCards, conversation } = input;
  const own = [...sentCards].find(([, { conversationId, about }]) => {
    return about === 'outage' && conversationId === conversation.conversationId;
  });
  const [key, post] = own ?? [];
  if (key === undefined || post?.about !== 'outage') {
    const about = initialContent(input);
    const step = about && stepFor(input, about, null);
    return step && !wasRefused(step, input) ? { step, done: [] } : noStep;
  }
  const about = currentContent(input, post);
  const step = stepFor(input, about, post);
  if (!post.givenUp && step.shown !== post.shown)
    return wasRefused(step, input) ? noStep : { step, done: [] };
  return step.isLast ? { step: null, done: [key] } : noStep;
}

/** The content of the first card; `null` when this conversation needs no card. */
function initialContent({ outage, rooms, subscription }: OutagePlanInput): AboutOutage | null {
  if (!outage || !subscription || !wantsOutages(subscription)) return null;
  const { filter } = subscription;
  const disconnected = rooms.filter((room) => wantsRoom({ filter }, room));
  const [first] = disconnected;
  if (!first || !isNew(outage, disconnected, subscription)) return null;
  const { scope, building, floor, subnet } = outage;
  const place: OutageLocation = { scope, building, floor, subnet };
  return {
    about: 'outage',
    place,
    timeZone: first.timeZone,
    filter,
    since: earliestDisconnect(disconnected, outage.openedAt),
    most: disconnected.length,
    endedAt: null,
  };
}

/** The current content of an existing card. */
function currentContent(
  { outage, rooms, remaining, lastBackAt, now }: OutagePlanInput,
  post: SentCard<AboutOutage>,
): AboutOutage {
  const { about, place, timeZone, filter, since, most, endedAt } = post;
  const disconnected = rooms.filter((room) => wantsRoom({ filter }, room));
  const lastReturnAt = remaining.length > 0 ? null : lastBackAt;
  const ended = endedAt ?? lastReturnAt ?? outage?.endedAt ?? now;
  return {
    about,
    place,
    timeZone,
    filter,
    since: earliestDisconnect(disconnected, since),
    most: Math.max(most, disconnected.length),
    // Rooms that stayed disconnected when the outage ended may have come back since.
    endedAt:
      disconnected.length > 0
        ? null
        : lastReturnAt !== null && lastReturnAt > ended
          ? lastReturnAt
          : ended,
  };
}

/** `post` is the card to edit; `null` when no card exists yet. */
function stepFor(
  input: OutagePlanInput,
  about: AboutOutage,
  post: Pick<SentCard, 'activityId' | 'isOver'> | null,
): Step {
  const { sources, conversation, outage } = input;
  const isIncluded = (room: Room) => wantsRoom(about, room);
  const isOver = about.endedAt !== null;
  const disconnected = input.rooms.filter(isIncluded);
  // The card is edited further while the rooms that stayed disconnected come back.
  const remaining = isOver ? input.remaining.filter(isIncluded) : [];
  const isLast = isOver && remaining.length === 0 && (outage === null || outage.endedAt !== null);
  const key = sentCardKey(conversation.conversationId, about);
  const { links } = sources;
  const on = outage ? toOutageOnCard(outage, disconnected, links.outage(outage.id)) : undefined;
  const view = { ...about, silent: disconnected, remaining, roomsUrl: links.rooms, on };
  const content = toContent({ card: outageCard(view), summary: formatOutageSummary(view) });
  const reason = reasonFor(post, isOver);
  const activityId = post?.activityId ?? null;
  return { ...content, key, about, activityId, reason, isOver, isLast };
}

/** The work on an outage, with the actions of a reader with every right. */
function toOutageOnCard(outage: Outage, rooms: readonly Room[], openUrl: string): OutageOnCard {
  const actions = allowedOutageActions(outage, rooms, readerWithAllRights(null));
  return { id: outage.id, work: workOnOutage(outage), actions, openUrl };
}

function reasonFor(post: Pick<SentCard, 'isOver'> | null, isOver: boolean): NotifierReason {
  if (post === null) return 'outage';
  return isOver && !post.isOver ? 'ended' : 'changed';
}

/**
 * Whether the outage is new for this subscription. A conversation that subscribed during the outage
 * gets a card only when another room disconnects.
 */
function isNew(outage: Outage, disconnected: readonly Room[], { since }: Subscription): boolean {
  const failedAt = (room: Room) => findRecord(room, 'connection').ticket?.activatedAt ?? '';
  return outage.openedAt >= since || disconnected.some((room) => failedAt(room) >= since);
}

/** Whether the filter includes outages. An outage is important and needs action from the start. */
function wantsOutages({ filter }: Subscription): boolean {
  return (
    (filter.severities?.includes('important') ?? true) &&
    (filter.states?.includes('needsAction') ?? true)
  );
}

function earliestDisconnect(rooms: readonly Room[], known: Instant): Instant {
  return rooms.reduce(
    (since, { connection }) =>
      connection.status === 'disconnected' ? earlierOf(since, connection.since) : since,
    known,
  );
}
