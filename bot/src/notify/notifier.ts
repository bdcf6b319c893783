/**
 * The loop that sends cards. On a change, the notifier puts the room or outage into the queue of every
 * conversation that may show it. The sender then reads the current state, and posts or edits cards
 * until every card shows this state. Redelivered changes, bursts and restarts therefore cause at most
 * one edit per card.
 */
import { setMaxListeners } from 'node:events';
import type { Instant, OutageId, Room, RoomId } from '@rooms-pro/core';
import type { OutageRepository } from '@rooms-pro/store';
import type { OutageRooms } from '../fleet/acrossRooms.ts';
import type { Log } from '../log.ts';
import { createOutageView } from '../outages/outageView.ts';
import { type ConversationQueues, createConversationQueues } from './delivery/conversationQueue.ts';
import type { Delivery } from './delivery/delivery.ts';
import type { Messenger } from './delivery/messenger.ts';
import { createSendUpdates } from './delivery/sendUpdates.ts';
import { createThrottle } from './delivery/throttle.ts';
import { managersToInform } from './pauses/informManagers.ts';
import { createPauseRetries } from './pauses/maintainConversations.ts';
import { mayConcern } from './plan/planRoom.ts';
import type { Item } from './plan/step.ts';
import type { Render } from './sentCards/render.ts';
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
  /** The documents of outages, which the process that detects outages writes. */
  readonly outageBook: Pick<OutageRepository, 'byId' | 'load' | 'isComplete'>;
  readonly messenger: Messenger;
  readonly audience: Subscriptions;
  /** Finds the current name and rights of a person, for conversations that one person reads. */
  readonly currentPerson?: CurrentPerson;
  readonly posts: SentCardStore;
  readonly render: Render;
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
   * Call this when a conversation was paused or resumed, came back, or when its retry is due. The
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
  const { posts } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  // Every waiting conversation adds a listener to the signal.
  setMaxListeners(0, signal);
  const queues = openQueues(deps, signal);
  const { conversationQueues, enqueue, outages, pauseThrottle } = queues;
  const maintenance = createPauseRetries({ ...deps, onDue: enqueue.conversation });

  function informOfPauses(): void {
    if (managersToInform(deps).length > 0) pauseThrottle.add('pauses');
  }

  function reconcile(): void {
    if (signal.aborted) return;
    informOfPauses();
    enqueue.everything();
    void recheckUnreadable(deps, enqueue);
  }

  return {
    roomChanged: enqueue.room,
    outageChanged(id) {
      if (!signal.aborted) outages.add(id);
    },
    // This check does not run at the start: people whose documents cannot be read then still have their
    // rights.
    peopleChanged() {
      if (signal.aborted) return;
      for (const id of findOrphaned(deps)) conversationQueues.add(id, 'subscription', deps.now());
      reconcile();
    },
    conversationChanged(conversationId) {
      if (signal.aborted) return;
      informOfPauses();
      enqueue.conversation(conversationId);
    },
    tendConversations() {
      if (!signal.aborted) maintenance.run();
    },
    reconcile,
    keeps: (subject, activityId) =>
      [...posts.of(subject).values()].some((post) => post.activityId === activityId),
    waiting: conversationQueues.waiting,
    idle: queues.idle,
    async stop() {
      stopping.abort();
      await queues.idle();
    },
  };
}

/** Creates the queues of conversations, and the throttles in front of them. */
function openQueues(deps: NotifierDeps, signal: AbortSignal) {
  const delay = (ms: number) => deps.delay(ms, signal);
  const sendUpdates = createSendUpdates({
    ...deps,
    ...deps.delivery,
    outages: createOutageView({ book: deps.outageBook, fleet: deps.fleet }),
    signal,
    putBack: (...item) => conversationQueues.add(...item),
    onPaused: () => pauseThrottle.add('pauses'),
  });
  const conversationQueues = createConversationQueues(sendUpdates);
  const enqueue = createEnqueue(deps, conversationQueues, signal);
  const pauseThrottle = createThrottle<'pauses'>({
    ...informingPace,
    delay,
    report: enqueue.pauses,
  });
  const outages = createThrottle<OutageId>({ ...outagePace, delay, report: enqueue.outage });

  /** A send may pause its conversation, and then a card about the pause is added to the queues. */
  async function idle(): Promise<void> {
    do {
      await outages.idle();
      await conversationQueues.idle();
      await pauseThrottle.idle();
    } while (conversationQueues.waiting() > 0);
    await conversationQueues.idle();
  }

  return { conversationQueues, enqueue, pauseThrottle, outages, idle };
}

/** Checks cards whose records were in quarantine and can be read again, because they may be outdated. */
async function recheckUnreadable(
  { posts, log }: Pick<NotifierDeps, 'posts' | 'log'>,
  enqueue: Pick<Enqueue, 'subject'>,
): Promise<void> {
  try {
    for (const subject of await posts.rereadUnreadable()) enqueue.subject(subject);
  } catch (error) {
    log.error('sender.failed', {}, error);
  }
}

type Enqueue = ReturnType<typeof createEnqueue>;

/**
 * Adds items that may need a card to the queues. The sender decides with the state at the time of the
 * send.
 */
function createEnqueue(
  deps: NotifierDeps,
  conversationQueues: Pick<ConversationQueues<Item>, 'add'>,
  signal: AbortSignal,
) {
  const { fleet, posts, audience } = deps;

  function add(conversationId: string, item: Item): void {
    if (!signal.aborted) conversationQueues.add(conversationId, item, deps.now());
  }

  function outage(id: OutageId): void {
    for (const { conversationId } of posts.of(id).values()) add(conversationId, id);
    for (const { conversationId } of audience.subscriptions()) add(conversationId, id);
  }

  function room({ id }: Pick<Room, 'id'>): void {
    const now = fleet.room(id);
    if (!now) return;
    for (const { conversationId } of posts.of(id).values()) add(conversationId, id);
    for (const subscription of audience.subscriptions()) {
      if (mayConcern(now, subscription)) add(subscription.conversationId, id);
    }
  }

  function subject(changed: Subject): void {
    if (isOutage(changed)) outage(changed);
    else room({ id: changed });
  }

  return {
    outage,
    room,
    subject,
    pauses() {
      for (const id of managersToInform(deps)) add(id, 'pauses');
    },
    /** Adds all rooms and outages that one conversation shows or may have to show. */
    conversation(conversationId: string): void {
      add(conversationId, 'subscription');
      for (const subject of posts.subjects()) {
        const own = [...posts.of(subject).values()];
        if (own.some((post) => post.conversationId === conversationId))
          add(conversationId, subject);
      }
      const subscription = audience.subscription(conversationId);
      if (subscription === null) return;
      for (const id of fleet.outageIds()) add(conversationId, id);
      for (const one of fleet.all()) {
        if (mayConcern(one, subscription)) add(conversationId, one.id);
      }
    },
    everything() {
      for (const one of [...posts.subjects()]) subject(one);
      for (const id of fleet.outageIds()) outage(id);
      for (const one of fleet.all()) room(one);
    },
  };
}
