/**
 * Plans the next card of one conversation about a room or an outage: current state and shown cards → the
 * next send. Pure. This file plans the cards of incidents; planNotices.ts and planOutage.ts the others.
 */
import {
  allowedActions,
  effectiveSuppression,
  findOpenTicket,
  isOpen,
  type Room,
  type RoomId,
  rulesFor,
  type SignalId,
  signalRecords,
  type Ticket,
} from '@rooms-pro/core';
import { type IncidentRef, incidentCard, summaryOf } from '../../cards/index.ts';
import type { OutageView } from '../../outages/outageView.ts';
import type { Rejections } from '../pauses/rejections.ts';
import {
  type AboutIncident,
  isOutage,
  type SentCard,
  type SentCardKey,
  type SentCardStore,
  type Subject,
  sentCardKey,
} from '../sentCards/sentCards.ts';
import {
  type CurrentPerson,
  currentReader,
  currentSubscription,
  mayReceive,
  noPeople,
} from '../subscriptions/readers.ts';
import {
  type Subscription,
  type Subscriptions,
  wantsRoom,
} from '../subscriptions/subscriptions.ts';
import { planAccessRevoked, toVisibleOutage } from './accessRevoked.ts';
import { type CardContent, readerWithAllRights, toContent } from './cardContent.ts';
import type { NotifierReason } from './cardReason.ts';
import { formatRun, isSameActivation, parseRun } from './incidentRun.ts';
import { firstNoticeEdit, firstNoticePost, isNoticeDone } from './planNotices.ts';
import { planForOutage } from './planOutage.ts';
import { type Plan, type PlanBasis, type RoomPlanInput, type Step, wasRefused } from './step.ts';

/** Where the current state comes from. */
export type PlanSources = Pick<PlanBasis, 'sources' | 'cached' | 'now' | 'refused'> & {
  readonly fleet: { room(id: RoomId): Room | null };
  readonly outages: Pick<OutageView, 'of'>;
  readonly subscriptions: Subscriptions;
  readonly currentPerson?: CurrentPerson;
  readonly sentCards: Pick<SentCardStore, 'of'>;
  readonly rejections: Pick<Rejections, 'isPaused'>;
};

const noStep: Plan = { step: null, done: [] };

/** The next card of a conversation about a room or an outage, from the state of this moment. */
export function planNow(from: PlanSources, conversationId: string, subject: Subject): Plan {
  const { fleet, outages, subscriptions, sources, cached, now, refused } = from;
  const sentCards = from.sentCards.of(subject);
  const conversation = subscriptions.conversation(conversationId);
  // The cards of the conversation still exist, so their records must be there after a repair.
  if (subscriptions.isUnreadable(conversationId)) return noStep;
  // A conversation that has ended may come back with its cards.
  if (subscriptions.hasEnded(conversationId)) return noStep;
  if (!conversation) {
    const left = [...sentCards].filter(([, post]) => post.conversationId === conversationId);
    return { step: null, done: left.map(([key]) => key) };
  }
  if (from.rejections.isPaused(conversationId)) return noStep;
  const current = from.currentPerson ?? noPeople;
  const reader = currentReader(conversation, current);
  const room = isOutage(subject) ? null : fleet.room(subject);
  const cardHere = [...sentCards.values()].find((post) => post.conversationId === conversationId);
  const outage = isOutage(subject) ? toVisibleOutage(outages.of(subject), reader, cardHere) : null;
  if (outage === 'lost' || !mayReceive(reader, room))
    return planAccessRevoked({ sentCards, refused }, conversationId);
  const subscribed = subscriptions.find(conversationId);
  const subscription = subscribed && currentSubscription(subscribed, conversation, current);
  const basis = { conversation, subscription, sentCards, sources, cached, refused, now };
  if (outage) return planForOutage({ ...basis, ...outage });
  return room ? planFor({ ...basis, room }) : noStep;
}

/**
 * The order of sends: new incident cards (oldest incident first), new notices, then edits of existing
 * cards.
 */
export function planFor(input: RoomPlanInput): Plan {
  const own = [...input.sentCards].filter(
    ([, post]) => post.conversationId === input.conversation.conversationId,
  );
  const done = own.filter(([, post]) => isDone(input, post)).map(([key]) => key);
  const existing = own.filter(([key, post]) => !post.givenUp && !done.includes(key));
  const step =
    firstIncidentPost(input) ??
    firstNoticePost(input) ??
    firstIncidentEdit(input, existing) ??
    firstNoticeEdit(input, existing);
  return { step, done };
}

/** Whether this subscription may need a card about this room. A cheap check that runs at every change. */
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

/** The next incident that needs a card in this conversation and has none, oldest first. */
function firstIncidentPost(input: RoomPlanInput): Step | null {
  const { room, subscription } = input;
  if (!subscription || room.enrolment !== 'enrolled' || !wantsRoom(subscription, room)) return null;
  const wanted = signalRecords(room)
    .flatMap(([signal, record]) => {
      const ticket = findOpenTicket(record);
      return ticket ? [{ signal, ticket }] : [];
    })
    .filter(
      ({ signal, ticket }) =>
        ticket.activatedAt >= subscription.since &&
        wantsTicket(subscription, ticket) &&
        effectiveSuppression(room, signal) === null &&
        !isInOutage(room, signal) &&
        !remainsAfterOutage(room, signal),
    )
    .sort((one, other) => (one.ticket.activatedAt < other.ticket.activatedAt ? -1 : 1));
  for (const { signal, ticket } of wanted) {
    const about: AboutIncident = { about: 'incident', signal, run: formatRun(ticket) };
    if (input.sentCards.has(keyFor(input, about))) continue;
    const step = stepFor(input, about, null);
    if (!wasRefused(step, input)) return step;
  }
  return null;
}

/** The next incident card that does not show the current state. */
function firstIncidentEdit(
  input: RoomPlanInput,
  sentCards: readonly (readonly [SentCardKey, SentCard])[],
): Step | null {
  for (const [, post] of sentCards) {
    if (post.about !== 'incident' || !findTicket(input.room, post)) continue;
    const { signal, run } = post;
    const step = stepFor(input, { about: 'incident', signal, run }, post);
    if (step.shown !== post.shown && !wasRefused(step, input)) return step;
  }
  return null;
}

/** Whether the card needs no more edits: its ticket is closed, and the card shows that. */
function isIncidentDone(room: Room, post: SentCard<AboutIncident>): boolean {
  const ticket = findTicket(room, post);
  if (!ticket) return true;
  // The record of a card that a person deleted stays as long as the card could be posted again without it.
  if (post.givenUp) return ticket.status === 'closed' || !isSameActivation(ticket, post.run);
  return ticket.status === 'closed' && formatRun(ticket) === post.run && post.isOver;
}

/** `post` is the card to edit; `null` when no card exists yet. */
function stepFor(
  input: RoomPlanInput,
  about: AboutIncident,
  post: Pick<SentCard, 'activityId' | 'isOver'> | null,
): Step {
  const ticket = findTicket(input.room, about);
  const ref = toIncidentRef(input, about, ticket);
  const content = incidentContent(input, about.signal, ref);
  const isSuperseded =
    ticket !== null &&
    (ref.episode !== ticket.episode ||
      ref.activation !== ticket.activation ||
      (ref.severity ?? ticket.severity) !== ticket.severity);
  const isAtEnd = isSuperseded || ref.isInOutage === true;
  const isOver = isAtEnd || ticket === null || !isOpen(ticket.status);
  const isLast = isAtEnd || ticket?.status === 'closed';
  const reason = reasonFor(post, { ref, isSuperseded, isOver });
  const activityId = post?.activityId ?? null;
  return { ...content, key: keyFor(input, about), about, activityId, reason, isOver, isLast };
}

/**
 * The card with its hash. The card must not contain text that changes with time alone. How often an
 * action was successful changes with other rooms. A card shows this count when it is sent, but a new
 * count is not a reason to send it; otherwise each verification would edit the cards of all rooms.
 */
function incidentContent(input: RoomPlanInput, signal: SignalId, about: IncidentRef): CardContent {
  const { room, now, conversation, sources, cached } = input;
  const { rules, links, workedFor } = sources;
  const { readerId } = conversation;
  const worked = workedFor(room, signal);
  const key = JSON.stringify([signal, about, readerId, worked, rulesFor(rules, room).version]);
  return cached(room, key, () => {
    const number = room.signals[signal]?.ticket?.number;
    const openUrl = number ? links.ticket(number) : links.room(room.id);
    const actions = allowedActions(room, signal, readerWithAllRights(readerId), rules);
    const view = { room, signal, rules, now, actions, openUrl, about };
    const content = toContent({ card: incidentCard(view), summary: summaryOf(view) });
    const wasTried = worked.held + worked.failed > 0;
    return wasTried ? { ...content, card: incidentCard({ ...view, worked }) } : content;
  });
}

function reasonFor(
  post: Pick<SentCard, 'isOver'> | null,
  { ref, isSuperseded, isOver }: Pick<Step, 'isOver'> & { ref: IncidentRef; isSuperseded: boolean },
): NotifierReason {
  if (post === null) return 'new';
  if (ref.isInOutage) return 'outage';
  if (isSuperseded) return 'superseded';
  return isOver && !post.isOver ? 'ended' : 'changed';
}

/**
 * The state that the card shows. Another card (with the incident's current severity, or of the room's
 * outage) supersedes it only when this conversation has that other card.
 */
function toIncidentRef(
  input: RoomPlanInput,
  about: AboutIncident,
  ticket: Ticket | null,
): IncidentRef {
  const { room, subscription } = input;
  const ref = parseRun(about.run);
  const hasOutageCard = subscription !== null && wantsRoom(subscription, room);
  if (isInOutage(room, about.signal) && hasOutageCard) return { ...ref, isInOutage: true };
  const newer = ticket && keyFor(input, { ...about, run: formatRun(ticket) });
  const severity = about.run.endsWith('!') ? 'important' : 'warning';
  return newer !== null && input.sentCards.has(newer) ? { ...ref, severity } : ref;
}

/** Whether the room is disconnected as part of an outage. The card of the outage then shows it. */
function isInOutage({ connection }: Room, signal: SignalId): boolean {
  return (
    signal === 'connection' && connection.status === 'disconnected' && connection.outage !== null
  );
}

/**
 * Whether the room stayed disconnected when its outage ended. The last card of the outage then lists
 * it.
 */
function remainsAfterOutage({ connection }: Room, signal: SignalId): boolean {
  return (
    signal === 'connection' &&
    connection.status === 'disconnected' &&
    connection.remainsOf !== undefined
  );
}

function keyFor({ conversation }: RoomPlanInput, about: AboutIncident): SentCardKey {
  return sentCardKey(conversation.conversationId, about);
}

function findTicket(room: Room, { signal }: AboutIncident): Ticket | null {
  return room.signals[signal]?.ticket ?? null;
}

function wantsTicket({ filter }: Subscription, ticket: Ticket): boolean {
  const { status } = ticket;
  return (
    (filter.severities?.includes(ticket.severity) ?? true) &&
    (filter.states === undefined || (isOpen(status) && filter.states.includes(status)))
  );
}
