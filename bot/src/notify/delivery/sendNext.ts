/** One send at a time: looks at what is true, waits for its turn, looks again, and sends that. */
import { between, type Instant, type Room, type RoomId } from '@rooms-pro/core';
import type { Log } from '../../log.ts';
import type { OutageView } from '../../outages/outageView.ts';
import type { Rejections } from '../pauses/rejections.ts';
import { heardOf, planAccessRevoked } from '../plan/accessRevoked.ts';
import { planFor } from '../plan/plan.ts';
import { planForOutage } from '../plan/planOutage.ts';
import type { Plan, Step } from '../plan/step.ts';
import type { Render } from '../sentCards/render.ts';
import {
  isOutage,
  type SentCardKey,
  type SentCardStore,
  type Subject,
} from '../sentCards/sentCards.ts';
import {
  type CurrentPerson,
  heldNow,
  mayReceive,
  noPeople,
  readerZone,
} from '../subscriptions/readers.ts';
import type { Subscriptions } from '../subscriptions/subscriptions.ts';
import type { Limiter } from './limits.ts';
import { logged, type Messenger, SendError, statusOf } from './messenger.ts';

export type SenderDeps = {
  readonly fleet: { room(id: RoomId): Room | null };
  readonly outages: OutageView;
  readonly messenger: Messenger;
  readonly audience: Subscriptions;
  readonly currentPerson?: CurrentPerson;
  readonly posts: SentCardStore;
  readonly render: Render;
  readonly limiter: Limiter;
  readonly rejections: Rejections;
  readonly now: () => Instant;
  readonly log: Log;
  readonly signal: AbortSignal;
};

/**
 * Makes one conversation truer about one room or outage by one send; whether there was anything to
 * send. What Teams will never take is noted and not tried again until it would look different; other
 * failures are thrown as `SendError`.
 */
export type SendNext = (
  conversationId: string,
  subject: Subject,
  /** When it was heard that something changed. */
  since: Instant,
) => Promise<boolean>;

export function createSender(deps: SenderDeps): SendNext {
  const { posts, log, now } = deps;
  const refused = new Map<SentCardKey, string>();
  const missing = new Set<SentCardKey>();

  /** What a failure means for this card. What it means for the conversation is thrown. */
  async function takeFailure(error: unknown, on: On, { key, shown }: Step): Promise<void> {
    if (!(error instanceof SendError)) throw error;
    const { kind } = error.failure;
    if (kind === 'failed') {
      refused.set(key, shown);
      const { fields, cause } = logged(error);
      log.error('card.failed', { ...on, ...fields }, cause);
      return;
    }
    const post = posts.of(on.subject).get(key);
    // Teams may be wrong once: the second time the card is given up.
    if (kind !== 'missing' || !post || !missing.has(key)) {
      if (kind === 'missing') missing.add(key);
      throw error;
    }
    missing.delete(key);
    log.warn('card.givenUp', { ...on, status: statusOf(error.failure), code: error.code });
    await posts.put(on.subject, { ...post, givenUp: true });
  }

  async function send(on: On, step: Step, since: Instant): Promise<void> {
    const { conversationId, subject } = on;
    const { key, about, shown, isOver } = step;
    let activityId: string;
    try {
      activityId = await deliver(deps.messenger, conversationId, step);
    } catch (error) {
      return takeFailure(error, on, step);
    }
    refused.delete(key);
    missing.delete(key);
    const event = step.activityId === null ? 'card.posted' : 'card.edited';
    log.info(event, { ...on, about: about.about, waitedMs: between(since, now()) });
    if (step.isLast) await posts.drop(subject, [key]);
    else
      await posts.put(subject, { ...about, conversationId, activityId, shown, isOver, at: now() });
    await deps.rejections.accepted(conversationId);
  }

  return async (conversationId, subject, since) => {
    if (!(await posts.isKnown(subject))) return false;
    if (isOutage(subject)) await deps.outages.look(subject);
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

type On = { readonly conversationId: string; readonly subject: Subject };

function planNow(
  deps: SenderDeps,
  refused: ReadonlyMap<SentCardKey, string>,
  conversationId: string,
  subject: Subject,
): Plan {
  const { fleet, outages, audience, posts, render, now } = deps;
  const own = posts.of(subject);
  const conversation = audience.conversation(conversationId);
  // Its cards still stand: what is known of them must be there after a repair.
  if (audience.isUnreadable(conversationId)) return nothingNow;
  // A conversation that has ended may come back, with its cards.
  if (audience.hasEnded(conversationId)) return nothingNow;
  if (!conversation) {
    const left = [...own].filter(([, post]) => post.conversationId === conversationId);
    return { step: null, done: left.map(([key]) => key) };
  }
  if (deps.rejections.isPaused(conversationId)) return nothingNow;
  const current = deps.currentPerson ?? noPeople;
  const reader = readerZone(conversation, current);
  const room = isOutage(subject) ? null : fleet.room(subject);
  const here = [...own.values()].find((post) => post.conversationId === conversationId);
  const outage = isOutage(subject) ? heardOf(outages.of(subject), reader, here) : null;
  if (outage === 'lost' || !mayReceive(reader, room))
    return planAccessRevoked({ posts: own, refused }, conversationId);
  const subscribed = audience.subscription(conversationId);
  const subscription = subscribed && heldNow(subscribed, conversation, current);
  const basis = { conversation, subscription, posts: own, render, refused, now: now() };
  if (outage) return planForOutage({ ...basis, ...outage });
  return room ? planFor({ ...basis, room }) : { step: null, done: [] };
}

const nothingNow: Plan = { step: null, done: [] };

async function deliver(messenger: Messenger, conversationId: string, step: Step): Promise<string> {
  const { activityId, card, summary } = step;
  if (activityId === null) return messenger.post(conversationId, card, summary);
  await messenger.edit(conversationId, activityId, card, summary);
  return activityId;
}
