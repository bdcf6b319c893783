/**
 * Brings one conversation up to date about one item. Each send reads the current state, waits for the
 * rate limiter, reads the state again, and sends the result. A temporary failure puts the item back
 * into the queue. A bug is logged, and the item is not put back.
 */
import { between, type Instant, type Room, type RoomId } from '@rooms-pro/core';
import { StoreError } from '@rooms-pro/store';
import type { Log } from '../../log.ts';
import type { OutageView } from '../../outages/outageView.ts';
import { informManager } from '../pauses/informManagers.ts';
import { planAccessRevoked, toVisibleOutage } from '../plan/accessRevoked.ts';
import { planForOutage } from '../plan/planOutage.ts';
import { planFor } from '../plan/planRoom.ts';
import type { Item, Plan, SendCard, Step } from '../plan/step.ts';
import type { Render } from '../sentCards/render.ts';
import {
  isOutage,
  type SentCardKey,
  type SentCardStore,
  type Subject,
} from '../sentCards/sentCards.ts';
import { endOrphaned, sendOrphanedCard } from '../subscriptions/orphanedSubscriptions.ts';
import {
  type CurrentPerson,
  currentReader,
  currentSubscription,
  mayReceive,
  noPeople,
} from '../subscriptions/readers.ts';
import type { Subscriptions } from '../subscriptions/subscriptions.ts';
import type { Delivery } from './delivery.ts';
import { logged, type Messenger, SendError, statusOf } from './messenger.ts';
import { createDelay, mayWorkLater } from './retry.ts';

export type SendUpdatesDeps = Delivery & {
  readonly messenger: Messenger;
  readonly now: () => Instant;
  readonly log: Log;
  readonly fleet: { room(id: RoomId): Room | null };
  readonly outages: OutageView;
  readonly audience: Subscriptions;
  readonly currentPerson?: CurrentPerson;
  readonly posts: SentCardStore;
  readonly render: Render;
  /** Waits for this number of milliseconds. Rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Returns a random number from 0 to 1, for the jitter. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  /**
   * Puts the item at the end of the queue of its conversation, so that it does not delay the other
   * items.
   */
  readonly putBack: (conversationId: string, item: Item, since: Instant) => void;
  /** Called when Teams rejected several sends in a row and the conversation was paused. */
  readonly onPaused: () => void;
};

/** Sends in one conversation until all its cards about the item are up to date. Never throws. */
export type SendUpdates = (
  conversationId: string,
  item: Item,
  /** When the notifier received the change. */
  since: Instant,
) => Promise<void>;

export function createSendUpdates(deps: SendUpdatesDeps): SendUpdates {
  const { log, random, signal, rejections } = deps;
  const waitForLimit = (conversationId: string) => deps.limiter.turn(conversationId, { signal });
  const delay = (ms: number) => deps.delay(ms, signal);
  const onRetry = (conversationId: string, status: number | null, waitMs: number) =>
    log.warn('card.retried', { conversationId, status, waitMs });
  const withRetry = createDelay({ delay, random, signal, onRetry });
  const sendCard = createSendCard(deps);
  const sendNext = createSendNext(deps, sendCard);
  /** Conversations whose subscription has ended and that have no card about it yet. */
  const unexplained = new Set<string>();

  async function endSubscription(conversationId: string, since: Instant): Promise<void> {
    if (await endOrphaned(conversationId, deps)) unexplained.add(conversationId);
    if (!unexplained.has(conversationId) || rejections.isPaused(conversationId)) return;
    await withRetry(conversationId, async () => {
      await waitForLimit(conversationId);
      await sendOrphanedCard(conversationId, since, sendCard);
    });
    unexplained.delete(conversationId);
    await rejections.accepted(conversationId);
  }

  async function informOfPauses(conversationId: string, since: Instant): Promise<void> {
    if (rejections.isPaused(conversationId)) return;
    const isSent = await withRetry(conversationId, () =>
      informManager(conversationId, since, { ...deps, sendCard }, () =>
        waitForLimit(conversationId),
      ),
    );
    if (isSent) await rejections.accepted(conversationId);
  }

  return async (conversationId, item, since) => {
    try {
      if (signal.aborted) return;
      if (item === 'subscription') return await endSubscription(conversationId, since);
      if (item === 'pauses') return await informOfPauses(conversationId, since);
      while (await withRetry(conversationId, () => sendNext(conversationId, item, since)));
    } catch (error) {
      if (signal.aborted) return;
      await settleFailure(conversationId, item, since, error, deps).catch((bug: unknown) => {
        if (signal.aborted) return;
        const { fields, cause } = logged(bug);
        log.error('card.failed', { conversationId, subject: item, ...fields }, cause);
      });
    }
  };
}

/** The wait before the next attempt to edit a message that Teams did not find. */
const missingWaitMs = 5_000;
/** The wait before the next attempt after the store did not respond. */
const storeWaitMs = 5_000;

/** Handles a failure of an item. Rethrows every error that another attempt cannot fix, including bugs. */
async function settleFailure(
  conversationId: string,
  item: Item,
  since: Instant,
  error: unknown,
  { rejections, signal, log, putBack, onPaused, ...deps }: SendUpdatesDeps,
): Promise<void> {
  const putBackAfter = async (ms: number) => {
    await deps.delay(ms, signal);
    putBack(conversationId, item, since);
  };
  if (mayWorkLater(error)) return putBack(conversationId, item, since);
  // A card about pauses is sent before the store records it, so another attempt could send it twice.
  if (error instanceof StoreError && error.retryable && item !== 'pauses') {
    const { code } = error;
    log.warn('card.retried', { conversationId, status: null, code, waitMs: storeWaitMs });
    return putBackAfter(storeWaitMs);
  }
  if (!(error instanceof SendError)) throw error;
  const { failure } = error;
  if (failure.kind === 'left') return;
  if (failure.kind === 'missing') return putBackAfter(missingWaitMs);
  if (failure.kind !== 'rejected') throw error;
  const next = await rejections.rejected(conversationId, failure);
  if (next === 'paused') return onPaused();
  return putBackAfter(next);
}

/** Sends all cards of the notifier. Each card that Teams accepts is one log line with its reason. */
function createSendCard({ messenger, now, log }: SendUpdatesDeps): SendCard {
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
type SendNext = (conversationId: string, subject: Subject, since: Instant) => Promise<boolean>;

type SendTarget = { readonly conversationId: string; readonly subject: Subject };

function createSendNext(deps: SendUpdatesDeps, sendCard: SendCard): SendNext {
  const { posts } = deps;
  const refused = new Map<SentCardKey, string>();
  const failures = createFailureRecords(deps, refused);

  async function send(target: SendTarget, step: Step, since: Instant): Promise<void> {
    const { conversationId, subject } = target;
    const { key, about, shown, isOver } = step;
    let activityId: string;
    try {
      activityId = await sendCard({ ...target, about: about.about, since }, step);
    } catch (error) {
      return failures.failed(error, target, step);
    }
    failures.sent(key);
    const at = deps.now();
    if (step.isLast) await posts.drop(subject, [key]);
    else await posts.put(subject, { ...about, conversationId, activityId, shown, isOver, at });
    await deps.rejections.accepted(conversationId);
  }

  return async (conversationId, subject, since) => {
    if (!(await posts.isKnown(subject))) return false;
    if (isOutage(subject)) await deps.outages.refresh(subject);
    if (isOutage(subject) && !deps.outages.isKnown(subject)) return false;
    const first = planNow(deps, refused, conversationId, subject);
    await posts.drop(subject, first.done);
    if (first.step === null) return false;
    await deps.limiter.turn(conversationId, { signal: deps.signal });
    deps.signal.throwIfAborted();
    const { step } = planNow(deps, refused, conversationId, subject);
    if (step !== null) await send({ conversationId, subject }, step, since);
    return step !== null;
  };
}

/** Records which cards failed, so that a card is not sent endlessly and is not abandoned too early. */
function createFailureRecords(
  { posts, log }: Pick<SendUpdatesDeps, 'posts' | 'log'>,
  refused: Map<SentCardKey, string>,
) {
  const missing = new Set<SentCardKey>();
  return {
    sent(key: SentCardKey): void {
      refused.delete(key);
      missing.delete(key);
    },
    /** Handles a failure of this card. Rethrows a failure that concerns the conversation. */
    async failed(error: unknown, target: SendTarget, { key, shown, reason }: Step): Promise<void> {
      if (!(error instanceof SendError)) throw error;
      const { kind } = error.failure;
      if (kind === 'failed') {
        refused.set(key, shown);
        const { fields, cause } = logged(error);
        log.error('card.failed', { ...target, reason, ...fields }, cause);
        return;
      }
      const post = posts.of(target.subject).get(key);
      // Teams may report a missing message by mistake, so the card is abandoned only the second time.
      if (kind !== 'missing' || !post || !missing.has(key)) {
        if (kind === 'missing') missing.add(key);
        throw error;
      }
      missing.delete(key);
      const status = statusOf(error.failure);
      log.warn('card.givenUp', { ...target, reason, status, code: error.code });
      await posts.put(target.subject, { ...post, givenUp: true });
    },
  };
}

function planNow(
  deps: SendUpdatesDeps,
  refused: ReadonlyMap<SentCardKey, string>,
  conversationId: string,
  subject: Subject,
): Plan {
  const { fleet, outages, audience, posts, render, now } = deps;
  const ownCards = posts.of(subject);
  const conversation = audience.conversation(conversationId);
  // The cards of the conversation still exist, so their records must be there after a repair.
  if (audience.isUnreadable(conversationId)) return noStep;
  // A conversation that has ended may come back with its cards.
  if (audience.hasEnded(conversationId)) return noStep;
  if (!conversation) {
    const left = [...ownCards].filter(([, post]) => post.conversationId === conversationId);
    return { step: null, done: left.map(([key]) => key) };
  }
  if (deps.rejections.isPaused(conversationId)) return noStep;
  const current = deps.currentPerson ?? noPeople;
  const reader = currentReader(conversation, current);
  const room = isOutage(subject) ? null : fleet.room(subject);
  const cardHere = [...ownCards.values()].find((post) => post.conversationId === conversationId);
  const outage = isOutage(subject) ? toVisibleOutage(outages.of(subject), reader, cardHere) : null;
  if (outage === 'lost' || !mayReceive(reader, room))
    return planAccessRevoked({ posts: ownCards, refused }, conversationId);
  const subscribed = audience.subscription(conversationId);
  const subscription = subscribed && currentSubscription(subscribed, conversation, current);
  const basis = { conversation, subscription, posts: ownCards, render, refused, now: now() };
  if (outage) return planForOutage({ ...basis, ...outage });
  return room ? planFor({ ...basis, room }) : noStep;
}

const noStep: Plan = { step: null, done: [] };
