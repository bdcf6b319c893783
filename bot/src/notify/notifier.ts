/**
 * The one loop that tells people. A change only says that something changed: when its turn comes,
 * the loop reads what is true now and posts or edits until every card shows it. Redelivery, bursts
 * and restarts therefore collapse into at most one edit a card.
 */
import { setMaxListeners } from 'node:events';
import type { Instant, OutageId, Room, RoomId } from '@rooms-pro/core';
import type { OutageRepository } from '@rooms-pro/store';
import type { OutageRooms } from '../fleet/acrossRooms.ts';
import type { Log } from '../log.ts';
import { createOutageView } from '../outages/outageView.ts';
import { createConversationQueues } from './delivery/conversationQueue.ts';
import type { Delivery } from './delivery/delivery.ts';
import { logged, type Messenger, SendError } from './delivery/messenger.ts';
import { createDelay, mayWorkLater } from './delivery/retry.ts';
import { createSender } from './delivery/sendNext.ts';
import { createThrottle } from './delivery/throttle.ts';
import { createConversationLook, type Item } from './enqueueSends.ts';
import { informManager, managersToInform } from './pauses/informManagers.ts';
import { createPauseRetries } from './pauses/maintainConversations.ts';
import type { Render } from './sentCards/render.ts';
import type { SentCardStore, Subject } from './sentCards/sentCards.ts';
import { endOrphaned, formatOrphaned, unfoundedIn } from './subscriptions/orphanedSubscriptions.ts';
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

/** Makes the notifier. There must be one for all instances: Teams counts sends per app. */
export function createNotifier(deps: NotifierDeps): Notifier {
  const { posts } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  // Every waiting conversation listens to it.
  setMaxListeners(0, signal);
  const delay = (ms: number) => deps.delay(ms, signal);
  const lanes = createConversationQueues(
    createBringUp(deps, signal, {
      putBack: (...item) => lanes.add(...item),
      paused: () => informing.add('pauses'),
    }),
  );
  const informing = createThrottle<'pauses'>({
    ...informingPace,
    delay,
    tell: () => look.pauses(),
  });
  const tending = createPauseRetries({ ...deps, onDue: (id) => look.conversation(id) });
  const outages = createThrottle<OutageId>({
    ...outagePace,
    delay,
    tell: (id) => look.outage(id),
  });
  const look = createConversationLook(deps, lanes, signal);

  /** Lanes may pause a conversation, of which managers are informed in their lanes. */
  async function idle(): Promise<void> {
    do {
      await outages.idle();
      await lanes.idle();
      await informing.idle();
    } while (lanes.waiting() > 0);
    await lanes.idle();
  }

  /** Cards whose posts were in quarantine and can be read again may be out of date by now. */
  async function readPostsAgain(): Promise<void> {
    try {
      for (const subject of await posts.readAgain()) look.subject(subject);
    } catch (error) {
      deps.log.error('sender.failed', {}, error);
    }
  }

  function informOfPauses(): void {
    if (managersToInform(deps).length > 0) informing.add('pauses');
  }

  function reconcile(): void {
    if (signal.aborted) return;
    informOfPauses();
    look.everything();
    void readPostsAgain();
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
    idle,
    async stop() {
      stopping.abort();
      await idle();
    },
  };
}

/** Many conversations may be paused at once: managers get one card for all of them. */
const informingPace = { firstMs: 10_000, everyMs: 60_000 } as const;
/** Before a card is looked for again whose message was not there. */
const missingWaitMs = 5_000;

type Back = {
  readonly putBack: (conversationId: string, item: Item, since: Instant) => void;
  /** A conversation was paused. */
  readonly paused: () => void;
};

/** Sends about one room or outage in one conversation until everything shown there is true. Never throws. */
function createBringUp(
  deps: NotifierDeps,
  signal: AbortSignal,
  { putBack, paused }: Back,
): (conversationId: string, item: Item, since: Instant) => Promise<void> {
  const { log, random, delivery } = deps;
  const { limiter, rejections } = delivery;
  const delay = (ms: number) => deps.delay(ms, signal);
  const turn = (conversationId: string) => limiter.turn(conversationId, { signal });
  const outages = createOutageView({ book: deps.outageBook, fleet: deps.fleet });
  const sendNext = createSender({ ...deps, ...delivery, outages, signal });
  const onRetry = (conversationId: string, status: number | null, waitMs: number) =>
    log.warn('card.retried', { conversationId, status, waitMs });
  const patiently = createDelay({ delay, random, signal, onRetry });
  /** Conversations that have not been told yet why they become quiet. */
  const untold = new Set<string>();

  /** Puts the item behind the others of its conversation, so that it holds up none of them. */
  async function settle(
    conversationId: string,
    item: Item,
    since: Instant,
    error: unknown,
  ): Promise<void> {
    if (mayWorkLater(error)) return putBack(conversationId, item, since);
    if (!(error instanceof SendError)) throw error;
    const { failure } = error;
    if (failure.kind === 'left') return;
    if (failure.kind === 'missing') {
      await delay(missingWaitMs);
      return putBack(conversationId, item, since);
    }
    if (failure.kind !== 'rejected') throw error;
    const next = await rejections.rejected(conversationId, failure);
    if (next === 'paused') return paused();
    await delay(next);
    putBack(conversationId, item, since);
  }

  async function endCards(conversationId: string): Promise<void> {
    if (await endOrphaned(conversationId, deps)) untold.add(conversationId);
    if (!untold.has(conversationId) || rejections.isPaused(conversationId)) return;
    await patiently(conversationId, async () => {
      await turn(conversationId);
      await formatOrphaned(conversationId, deps);
    });
    untold.delete(conversationId);
    await rejections.accepted(conversationId);
  }

  async function inform(conversationId: string): Promise<void> {
    if (rejections.isPaused(conversationId)) return;
    const isSent = await patiently(conversationId, () =>
      informManager(conversationId, deps, () => turn(conversationId)),
    );
    if (isSent) await rejections.accepted(conversationId);
  }

  return async (conversationId, item, since) => {
    try {
      if (signal.aborted) return;
      if (item === 'subscription') return await endCards(conversationId);
      if (item === 'pauses') return await inform(conversationId);
      while (await patiently(conversationId, () => sendNext(conversationId, item, since)));
    } catch (error) {
      if (signal.aborted) return;
      await settle(conversationId, item, since, error).catch((bug) => {
        if (signal.aborted) return;
        const { fields, cause } = logged(bug);
        log.error('card.failed', { conversationId, subject: item, ...fields }, cause);
      });
    }
  };
}
