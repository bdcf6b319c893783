/**
 * The loop that sends cards. A change only says that something changed. The notifier puts the room or
 * outage into the queue of every conversation that may have to show it. When its turn comes, the sender
 * reads what is true now and posts or edits until every card shows it. Redelivery, bursts and restarts
 * therefore collapse into at most one edit a card.
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
import { unfoundedIn } from './subscriptions/orphanedSubscriptions.ts';
import type { CurrentPerson } from './subscriptions/readers.ts';
import type { Subscriptions } from './subscriptions/subscriptions.ts';

export type NotifierDeps = {
  /** What is true now. */
  readonly fleet: {
    room(id: RoomId): Room | null;
    all(): Iterable<Room>;
    outageIds(): Iterable<OutageId>;
    outage(id: OutageId): OutageRooms;
  };
  /** What outages are about, as whoever finds them writes it down. */
  readonly outageBook: Pick<OutageRepository, 'byId' | 'load' | 'isComplete'>;
  readonly messenger: Messenger;
  readonly audience: Subscriptions;
  /** Who somebody is now, for conversations that one person reads. */
  readonly currentPerson?: CurrentPerson;
  readonly posts: SentCardStore;
  readonly render: Render;
  readonly now: () => Instant;
  /** Waits that many milliseconds; rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly log: Log;
  /** What cards and answers of this process share. */
  readonly delivery: Delivery;
};

export type Notifier = {
  /** To be called after every change of a room; returns at once. */
  roomChanged(room: Pick<Room, 'id'>): void;
  /** To be called when an outage gains or loses a room; returns at once. */
  outageChanged(id: OutageId): void;
  /** To be called when somebody may do something else than before; returns at once. */
  peopleChanged(): void;
  /**
   * To be called when a conversation was paused or resumed, came back, or when its retry is due: its
   * cards are compared with what is true, and managers are informed of pauses. Returns at once.
   */
  conversationChanged(conversationId: string): void;
  /** To be called now and then: retries what is due, and erases what ended long ago. Returns at once. */
  tendConversations(): void;
  /** Looks at every room that may need a card or has one, after a start or a doubt. */
  reconcile(): void;
  /** Whether this message is a card that the notifier keeps true. */
  keeps(subject: Subject, activityId: string): boolean;
  /** How many rooms and outages wait for their turn, over all conversations. */
  waiting(): number;
  /** Resolves when nothing is left to send. */
  idle(): Promise<void>;
  /** Sends nothing more; resolves when the sends in flight are done. */
  stop(): Promise<void>;
};

/** Rooms join an outage one by one: a card counts them every so often, not each of them. */
const outagePace = { firstMs: 2_000, everyMs: 10_000 } as const;
/** Many conversations may be paused at once: managers get one card for all of them. */
const informingPace = { firstMs: 10_000, everyMs: 60_000 } as const;

/** Makes the notifier. There must be one for all instances: Teams counts sends per app. */
export function createNotifier(deps: NotifierDeps): Notifier {
  const { posts } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  // Every waiting conversation listens to it.
  setMaxListeners(0, signal);
  const queues = openQueues(deps, signal);
  const { lanes, look, outages, informing } = queues;
  const tending = createPauseRetries({ ...deps, onDue: look.conversation });

  function informOfPauses(): void {
    if (managersToInform(deps).length > 0) informing.add('pauses');
  }

  function reconcile(): void {
    if (signal.aborted) return;
    informOfPauses();
    look.everything();
    void lookAgain(deps, look);
  }

  return {
    roomChanged: look.room,
    outageChanged(id) {
      if (!signal.aborted) outages.add(id);
    },
    // Not at a start: people who could not be read then have not lost anything.
    peopleChanged() {
      if (signal.aborted) return;
      for (const id of unfoundedIn(deps)) lanes.add(id, 'subscription', deps.now());
      reconcile();
    },
    conversationChanged(conversationId) {
      if (signal.aborted) return;
      informOfPauses();
      look.conversation(conversationId);
    },
    tendConversations() {
      if (!signal.aborted) tending.look();
    },
    reconcile,
    keeps: (subject, activityId) =>
      [...posts.of(subject).values()].some((post) => post.activityId === activityId),
    waiting: lanes.waiting,
    idle: queues.idle,
    async stop() {
      stopping.abort();
      await queues.idle();
    },
  };
}

/** The queues of conversations, and what waits a moment before it comes into them. */
function openQueues(deps: NotifierDeps, signal: AbortSignal) {
  const delay = (ms: number) => deps.delay(ms, signal);
  const sendUpdates = createSendUpdates({
    ...deps,
    ...deps.delivery,
    outages: createOutageView({ book: deps.outageBook, fleet: deps.fleet }),
    signal,
    putBack: (...item) => lanes.add(...item),
    onPaused: () => informing.add('pauses'),
  });
  const lanes = createConversationQueues(sendUpdates);
  const look = createConversationLook(deps, lanes, signal);
  const informing = createThrottle<'pauses'>({ ...informingPace, delay, tell: look.pauses });
  const outages = createThrottle<OutageId>({ ...outagePace, delay, tell: look.outage });

  /** A send may pause its conversation, and a card about that then waits for its turn. */
  async function idle(): Promise<void> {
    do {
      await outages.idle();
      await lanes.idle();
      await informing.idle();
    } while (lanes.waiting() > 0);
    await lanes.idle();
  }

  return { lanes, look, informing, outages, idle };
}

/** Cards whose posts were in quarantine and can be read again may be out of date by now. */
async function lookAgain(
  { posts, log }: Pick<NotifierDeps, 'posts' | 'log'>,
  look: Pick<Look, 'subject'>,
): Promise<void> {
  try {
    for (const subject of await posts.readAgain()) look.subject(subject);
  } catch (error) {
    log.error('sender.failed', {}, error);
  }
}

type Look = ReturnType<typeof createConversationLook>;

/** Puts into the queues what may have to be sent; what is true decides when its turn comes. */
function createConversationLook(
  deps: NotifierDeps,
  lanes: Pick<ConversationQueues<Item>, 'add'>,
  signal: AbortSignal,
) {
  const { fleet, posts, audience } = deps;

  function add(conversationId: string, item: Item): void {
    if (!signal.aborted) lanes.add(conversationId, item, deps.now());
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
    /** All that one conversation shows or should show. */
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
