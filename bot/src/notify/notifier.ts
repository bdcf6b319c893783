/**
 * The one loop that tells people. A change only says that something changed: when its turn comes,
 * the loop reads what is true now and posts or edits until every card shows it. Redelivery, bursts
 * and restarts therefore collapse into at most one edit a card.
 */
import { setMaxListeners } from 'node:events';
import type { Instant, OutageId, Room, RoomId } from '@rooms-pro/core';
import type { OutageBook } from '@rooms-pro/store';
import type { OutageRooms } from '../fleet/acrossRooms.ts';
import type { Log } from '../log.ts';
import type { Audience } from './audience.ts';
import { createGathering } from './gathering.ts';
import { createLanes } from './lanes.ts';
import { createLimiter, type Limits, teamsLimits } from './limits.ts';
import { type Messenger, SendError } from './messenger.ts';
import { createOutageDesk } from './outageDesk.ts';
import { createPatience, mayWorkLater } from './patience.ts';
import { mayConcern } from './plan.ts';
import { isOutage, type PostBook, type Subject } from './posts.ts';
import type { CurrentPerson } from './readers.ts';
import type { Render } from './render.ts';
import { createSender } from './sender.ts';
import { endUnfounded, sayUnfounded, unfoundedIn } from './unfounded.ts';

export type NotifierDeps = {
  /** What is true now. */
  readonly fleet: {
    room(id: RoomId): Room | null;
    all(): Iterable<Room>;
    outageIds(): Iterable<OutageId>;
    outage(id: OutageId): OutageRooms;
  };
  /** What outages are about, as whoever finds them writes it down. */
  readonly outageBook: Pick<OutageBook, 'byId' | 'load' | 'isComplete'>;
  readonly messenger: Messenger;
  readonly audience: Audience;
  /** Who somebody is now, for conversations that one person reads. */
  readonly currentPerson?: CurrentPerson;
  readonly posts: PostBook;
  readonly render: Render;
  readonly now: () => Instant;
  /** Waits that many milliseconds; rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly log: Log;
  readonly limits?: Limits;
};

export type Notifier = {
  /** To be called after every change of a room; returns at once. */
  roomChanged(room: Pick<Room, 'id'>): void;
  /** To be called when an outage gains or loses a room; returns at once. */
  outageChanged(id: OutageId): void;
  /** To be called when somebody may do something else than before; returns at once. */
  peopleChanged(): void;
  /** Looks at every room that may need a card or has one, after a start or a doubt. */
  reconcile(): void;
  /** Whether this message is a card that the notifier keeps true. */
  keeps(roomId: RoomId, activityId: string): boolean;
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
  const { fleet, posts, audience } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  // Every waiting conversation listens to it.
  setMaxListeners(0, signal);
  const delay = (ms: number) => deps.delay(ms, signal);
  const lanes = createLanes(createBringUp(deps, signal, (...item) => lanes.add(...item)));
  const outages = createGathering<OutageId>({ ...outagePace, delay, tell: tellOfOutage });

  function tellOfOutage(id: OutageId): void {
    if (signal.aborted) return;
    const since = deps.now();
    for (const { conversationId } of posts.of(id).values()) lanes.add(conversationId, id, since);
    for (const { conversationId } of audience.subscriptions()) lanes.add(conversationId, id, since);
  }

  function roomChanged({ id }: Pick<Room, 'id'>): void {
    const room = fleet.room(id);
    if (!room || signal.aborted) return;
    const since = deps.now();
    for (const { conversationId } of posts.of(id).values()) lanes.add(conversationId, id, since);
    for (const subscription of audience.subscriptions()) {
      if (mayConcern(room, subscription)) lanes.add(subscription.conversationId, id, since);
    }
  }

  async function idle(): Promise<void> {
    await outages.idle();
    await lanes.idle();
  }

  function subjectChanged(subject: Subject): void {
    if (isOutage(subject)) tellOfOutage(subject);
    else roomChanged({ id: subject });
  }

  /** Cards whose posts were in quarantine and can be read again may be out of date by now. */
  async function readPostsAgain(): Promise<void> {
    try {
      for (const subject of await posts.readAgain()) subjectChanged(subject);
    } catch (error) {
      deps.log.error('sender.failed', {}, error);
    }
  }

  function reconcile(): void {
    for (const subject of [...posts.subjects()]) subjectChanged(subject);
    void readPostsAgain();
    for (const id of fleet.outageIds()) tellOfOutage(id);
    for (const room of fleet.all()) roomChanged(room);
  }

  return {
    roomChanged,
    outageChanged(id) {
      if (!signal.aborted) outages.add(id);
    },
    // Not at a start: people who could not be read then have not lost anything.
    peopleChanged() {
      if (signal.aborted) return;
      for (const id of unfoundedIn(deps)) lanes.add(id, 'subscription', deps.now());
      reconcile();
    },
    reconcile,
    keeps: (roomId, activityId) =>
      [...posts.of(roomId).values()].some((post) => post.activityId === activityId),
    waiting: lanes.waiting,
    idle,
    async stop() {
      stopping.abort();
      await idle();
    },
  };
}

/** What waits in a lane: a room or outage, or the subscription itself, which may have to end. */
type Item = Subject | 'subscription';

/** Sends about one room or outage in one conversation until everything shown there is true. Never throws. */
function createBringUp(
  deps: NotifierDeps,
  signal: AbortSignal,
  putBack: (conversationId: string, subject: Item, since: Instant) => void,
): (conversationId: string, subject: Item, since: Instant) => Promise<void> {
  const { audience, log, now, random } = deps;
  const delay = (ms: number) => deps.delay(ms, signal);
  const limits = deps.limits ?? teamsLimits;
  const limiter = createLimiter({ limits, nowMs: () => Date.parse(now()), delay });
  const outages = createOutageDesk({ book: deps.outageBook, fleet: deps.fleet });
  const sendNext = createSender({ ...deps, outages, limiter, signal });
  const onRetry = (conversationId: string, status: number | null, waitMs: number) =>
    log.warn('card.retried', { conversationId, status, waitMs });
  const patiently = createPatience({ delay, random, signal, onRetry });

  async function settle(
    conversationId: string,
    subject: Item,
    since: Instant,
    error: unknown,
  ): Promise<void> {
    if (signal.aborted) return;
    // Behind the others, so that one stubborn card holds up none of them.
    if (mayWorkLater(error)) return putBack(conversationId, subject, since);
    if (!(error instanceof SendError) || error.failure.kind !== 'gone') throw error;
    log.warn('conversation.removed', { conversationId, status: error.failure.status });
    await audience.forget(conversationId);
  }

  async function endCards(conversationId: string): Promise<void> {
    if (!(await endUnfounded(conversationId, deps))) return;
    await patiently(conversationId, () => sayUnfounded(conversationId, deps, limiter, signal));
  }

  return async (conversationId, subject, since) => {
    try {
      if (subject === 'subscription') return await endCards(conversationId);
      while (await patiently(conversationId, () => sendNext(conversationId, subject, since)));
    } catch (error) {
      await settle(conversationId, subject, since, error).catch((bug) =>
        log.error('card.failed', { conversationId, subject }, bug),
      );
    }
  };
}
