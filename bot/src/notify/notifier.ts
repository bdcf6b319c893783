/**
 * The loop that sends cards. On a change, the notifier puts the room or outage into the queue of every
 * conversation that may show it. A send reads the current state, waits for the rate limiter, reads the
 * state again, and posts or edits one card; it repeats this until every card shows the current state.
 * Redelivered changes, bursts and restarts therefore cause at most one edit per card.
 */
import { setMaxListeners } from 'node:events';
import { between, type Instant, type OutageId, type Room, type RoomId } from '@rooms-pro/core';
import type { OutageRepository } from '@rooms-pro/store';
import type { OutageRooms } from '../fleet/acrossRooms.ts';
import type { Log } from '../log.ts';
import { createOutageView } from '../outages/outageView.ts';
import { createConversationQueues } from './delivery/conversationQueue.ts';
import type { Delivery } from './delivery/delivery.ts';
import type { Messenger } from './delivery/messenger.ts';
import { createDelay } from './delivery/retry.ts';
import { createSendAboutConversation } from './delivery/sendAboutConversation.ts';
import { createFailureRecords, type FailureDeps, settleFailure } from './delivery/sendFailures.ts';
import { createThrottle } from './delivery/throttle.ts';
import { managersToInform } from './pauses/informManagers.ts';
import { createPauseRetries } from './pauses/maintainConversations.ts';
import { type CardSources, createContentCache } from './plan/cardContent.ts';
import { mayConcern, planNow } from './plan/plan.ts';
import type { Item, Plan, SendCard, Step } from './plan/step.ts';
import { createReconcile } from './reconcile.ts';
import { findIncident, type SentIncident } from './sentCards/findIncident.ts';
import { isOutage, type SentCardStore, type Subject } from './sentCards/sentCards.ts';
import { findOrphaned } from './subscriptions/orphanedSubscriptions.ts';
import type { CurrentPerson } from './subscriptions/readers.ts';
import type { Subscriptions } from './subscriptions/subscriptions.ts';

export type NotifierDeps = {
  /** The current state of rooms and outages. */
  readonly fleet: {
    room(id: RoomId): Room | null;
    all(): Iterable<Room>;
    outageIds(): Iterable<OutageId>;
    outage(id: OutageId): OutageRooms;
  };
  /** The documents of outages, from the process that detects outages. */
  readonly outageRepository: Pick<OutageRepository, 'byId' | 'load' | 'isComplete'>;
  readonly messenger: Messenger;
  readonly subscriptions: Subscriptions;
  /** Finds the current name and rights of a person, for conversations that one person reads. */
  readonly currentPerson?: CurrentPerson;
  readonly sentCards: SentCardStore;
  /** The data for cards besides the room. A send reads it once. */
  readonly sources: () => CardSources;
  readonly now: () => Instant;
  /** Waits for this number of milliseconds. Rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Returns a random number from 0 to 1, for the jitter. */
  readonly random: () => number;
  readonly log: Log;
  /** The rate limits and rejections that cards and replies of this process share. */
  readonly delivery: Delivery;
};

export type Notifier = {
  /** Call this after every change of a room. Returns at once. */
  roomChanged(room: Pick<Room, 'id'>): void;
  /** Call this when an outage gains or loses a room. Returns at once. */
  outageChanged(id: OutageId): void;
  /** Call this when the rights of a person changed. Returns at once. */
  peopleChanged(): void;
  /**
   * Call this when a conversation was paused, resumed or added again, or its retry is due. The
   * notifier compares its cards with the current state and informs managers of pauses. Returns at once.
   */
  conversationChanged(conversationId: string): void;
  /**
   * Call this periodically. Starts the retries that are due, and erases conversations that ended long
   * ago. Returns at once.
   */
  tendConversations(): void;
  /**
   * Checks every room that has a card or may need one. Call this after a start, and when cards may be
   * outdated.
   */
  reconcile(): void;
  /** Whether this message is a card that the notifier updates. */
  keeps(subject: Subject, activityId: string): boolean;
  /** The incident that this message shows as a card; `null`: it is not a card of an incident. */
  incidentOf(conversationId: string, activityId: string): SentIncident | null;
  /** The number of waiting rooms and outages, summed over all conversations. */
  waiting(): number;
  /** Resolves when no card is left to send. */
  idle(): Promise<void>;
  /** Stops sending. Resolves when the sends in flight are done. */
  stop(): Promise<void>;
};

/** Rooms join an outage one by one, so its card is updated once per period and not for each room. */
const outagePace = { firstMs: 2_000, everyMs: 10_000 } as const;
/** Many conversations may be paused at once, so managers get one card for all of them. */
const informingPace = { firstMs: 10_000, everyMs: 60_000 } as const;

/**
 * Creates the notifier. Only one notifier may run for all instances, because Teams counts sends per
 * app.
 */
export function createNotifier(deps: NotifierDeps): Notifier {
  const { sentCards } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  // Every waiting conversation listens to this abort signal.
  setMaxListeners(0, signal);
  const queues = openQueues(deps, signal);
  const { add, roomChanged, outages, informOfPauses, reconciling } = queues;
  const retries = createPauseRetries({ ...deps, onDue: reconciling.conversation });

  function reconcile(): void {
    if (signal.aborted) return;
    informOfPauses();
    reconciling.everything();
  }

  return {
    roomChanged,
    outageChanged(id) {
      if (!signal.aborted) outages.add(id);
    },
    // This check does not run at the start: people with documents that are unreadable then keep their
    // rights.
    peopleChanged() {
      if (signal.aborted) return;
      for (const id of findOrphaned(deps)) add(id, 'subscription');
      reconcile();
    },
    conversationChanged(conversationId) {
      if (signal.aborted) return;
      informOfPauses();
      reconciling.conversation(conversationId);
    },
    tendConversations() {
      if (!signal.aborted) retries.run();
    },
    reconcile,
    keeps: (subject, activityId) =>
      [...sentCards.of(subject).values()].some((post) => post.activityId === activityId),
    incidentOf: (conversationId, activityId) => findIncident(sentCards, conversationId, activityId),
    waiting: queues.waiting,
    idle: queues.idle,
    async stop() {
      stopping.abort();
      await queues.idle();
    },
  };
}

/** Creates the queues of conversations, and the throttles in front of them. */
function openQueues(deps: NotifierDeps, signal: AbortSignal) {
  const { fleet, sentCards, subscriptions, now } = deps;
  const delay = (ms: number) => deps.delay(ms, signal);
  const update = createUpdate({
    ...deps,
    signal,
    putBack: (...item) => queues.add(...item),
    onPaused: () => pauses.add('pauses'),
  });
  const queues = createConversationQueues<Item>(update);

  function add(conversationId: string, item: Item): void {
    if (!signal.aborted) queues.add(conversationId, item, now());
  }

  function roomChanged({ id }: Pick<Room, 'id'>): void {
    const room = fleet.room(id);
    if (!room) return;
    for (const { conversationId } of sentCards.of(id).values()) add(conversationId, id);
    for (const subscription of subscriptions.active()) {
      if (mayConcern(room, subscription)) add(subscription.conversationId, id);
    }
  }

  function addPauses(): void {
    for (const id of managersToInform(deps)) add(id, 'pauses');
  }

  const reconciling = createReconcile({ ...deps, add, room: roomChanged });
  const pauses = createThrottle<'pauses'>({ ...informingPace, delay, report: addPauses });
  const outages = createThrottle<OutageId>({ ...outagePace, delay, report: reconciling.outage });

  function informOfPauses(): void {
    if (managersToInform(deps).length > 0) pauses.add('pauses');
  }

  /** A send may pause its conversation, and then a card about the pause is added to the queues. */
  async function idle(): Promise<void> {
    do {
      await outages.idle();
      await queues.idle();
      await pauses.idle();
    } while (queues.waiting() > 0);
    await queues.idle();
  }

  const { waiting } = queues;
  return { add, roomChanged, outages, informOfPauses, reconciling, waiting, idle };
}

type UpdateDeps = NotifierDeps & Pick<FailureDeps, 'signal' | 'putBack' | 'onPaused'>;

/** Sends in one conversation until all its cards about the item are up to date. Never throws. */
function createUpdate(given: UpdateDeps) {
  const { log, random, signal } = given;
  const deps = { ...given, ...given.delivery };
  const sendCard = createSendCard(deps);
  const sendNext = createSendNext(deps, sendCard);
  const withRetry = createDelay({
    delay: (ms) => deps.delay(ms, signal),
    random,
    signal,
    onRetry: (conversationId, status, waitMs) =>
      log.warn('card.retried', { conversationId, status, waitMs }),
  });
  const sendAboutConversation = createSendAboutConversation({ ...deps, sendCard, withRetry });

  return async (conversationId: string, item: Item, since: Instant): Promise<void> => {
    try {
      if (signal.aborted) return;
      if (item === 'subscription' || item === 'pauses')
        return await sendAboutConversation(conversationId, item, since);
      while (await withRetry(conversationId, () => sendNext(conversationId, item, since)));
    } catch (error) {
      await settleFailure(conversationId, item, since, error, deps);
    }
  };
}

/** Sends all cards of the notifier. Each card that Teams accepts is one log line with its reason. */
function createSendCard({ messenger, now, log }: NotifierDeps): SendCard {
  return async ({ since, ...target }, { card, summary, activityId, reason }) => {
    const { conversationId } = target;
    const sent = activityId ?? (await messenger.post(conversationId, card, summary));
    if (activityId !== null) await messenger.edit(conversationId, activityId, card, summary);
    const event = activityId === null ? 'card.posted' : 'card.edited';
    log.info(event, { ...target, reason, waitedMs: between(since, now()) });
    return sent;
  };
}

/**
 * Sends at most one card about one room or outage to one conversation. Returns whether there was a card
 * to send. A card that Teams can never accept is recorded and is not sent again until its content
 * changes. Throws `SendError` for other failures.
 */
function createSendNext(deps: UpdateDeps & Delivery, sendCard: SendCard) {
  const { sentCards, signal } = deps;
  const failures = createFailureRecords(deps);
  const outages = createOutageView({ repository: deps.outageRepository, fleet: deps.fleet });
  const cached = createContentCache();

  function plan(conversationId: string, subject: Subject): Plan {
    const { refused } = failures;
    const now = deps.now();
    const from = { ...deps, outages, sources: deps.sources(), cached, now, refused };
    return planNow(from, conversationId, subject);
  }

  async function send(conversationId: string, subject: Subject, step: Step, since: Instant) {
    const { key, about, shown, isOver } = step;
    const target = { conversationId, subject };
    let activityId: string;
    try {
      activityId = await sendCard({ ...target, about: about.about, since }, step);
    } catch (error) {
      return failures.failed(error, target, step);
    }
    failures.sent(key);
    const at = deps.now();
    if (step.isLast) await sentCards.drop(subject, [key]);
    else await sentCards.put(subject, { ...about, conversationId, activityId, shown, isOver, at });
    await deps.rejections.accepted(conversationId);
  }

  return async (conversationId: string, subject: Subject, since: Instant): Promise<boolean> => {
    if (!(await sentCards.isKnown(subject))) return false;
    if (isOutage(subject)) await outages.refresh(subject);
    if (isOutage(subject) && !outages.isKnown(subject)) return false;
    const first = plan(conversationId, subject);
    await sentCards.drop(subject, first.done);
    if (first.step === null) return false;
    await deps.limiter.turn(conversationId, { signal });
    signal.throwIfAborted();
    const { step } = plan(conversationId, subject);
    if (step !== null) await send(conversationId, subject, step, since);
    return step !== null;
  };
}
