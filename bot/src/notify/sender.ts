/** One send at a time: looks at what is true, waits for its turn, looks again, and sends that. */
import type { Instant, Room, RoomId } from '@rooms-pro/core';
import type { Log } from '../log.ts';
import type { Audience } from './audience.ts';
import type { Limiter } from './limits.ts';
import { type Messenger, SendError } from './messenger.ts';
import { type Plan, planFor, type Step } from './plan.ts';
import type { PostBook, PostKey } from './posts.ts';
import type { Render } from './render.ts';

export type SenderDeps = {
  readonly fleet: { room(id: RoomId): Room | null };
  readonly messenger: Messenger;
  readonly audience: Audience;
  readonly posts: PostBook;
  readonly render: Render;
  readonly limiter: Limiter;
  readonly now: () => Instant;
  readonly log: Log;
  readonly signal: AbortSignal;
};

/**
 * Makes one conversation truer about one room by one send; whether there was anything to send.
 * What Teams will never take is noted and not tried again until it would look different; other
 * failures are thrown as `SendError`.
 */
export type SendNext = (conversationId: string, roomId: RoomId) => Promise<boolean>;

export function createSender(deps: SenderDeps): SendNext {
  const { posts, log, now } = deps;
  const refused = new Map<PostKey, string>();

  async function send(conversationId: string, roomId: RoomId, step: Step): Promise<void> {
    const { key, signal, run, shown, isOver } = step;
    const activityId = await deliver(deps.messenger, conversationId, step).catch((error) => {
      if (!(error instanceof SendError) || error.failure.kind !== 'failed') throw error;
      refused.set(key, shown);
      log.error('card.failed', { conversationId, roomId, status: error.failure.status }, error);
      return null;
    });
    if (activityId === null) return;
    refused.delete(key);
    const event = step.activityId === null ? 'card.posted' : 'card.edited';
    log.info(event, { conversationId, roomId, signal });
    if (step.isLast) return posts.drop(roomId, [key]);
    const post = { conversationId, signal, run, activityId, shown, isOver, at: now() };
    await posts.put(roomId, post);
  }

  return async (conversationId, roomId) => {
    const first = planNow(deps, refused, conversationId, roomId);
    await posts.drop(roomId, first.done);
    if (first.step === null) return false;
    await deps.limiter.turn(conversationId);
    deps.signal.throwIfAborted();
    const { step } = planNow(deps, refused, conversationId, roomId);
    if (step !== null) await send(conversationId, roomId, step);
    return step !== null;
  };
}

function planNow(
  { fleet, audience, posts, render }: SenderDeps,
  refused: ReadonlyMap<PostKey, string>,
  conversationId: string,
  roomId: RoomId,
): Plan {
  const own = posts.of(roomId);
  const conversation = audience.conversation(conversationId);
  if (!conversation) {
    const left = [...own].filter(([, post]) => post.conversationId === conversationId);
    return { step: null, done: left.map(([key]) => key) };
  }
  const room = fleet.room(roomId);
  if (!room) return { step: null, done: [] };
  const subscription = audience.subscription(conversationId);
  return planFor({ room, conversation, subscription, posts: own, render, refused });
}

async function deliver(messenger: Messenger, conversationId: string, step: Step): Promise<string> {
  const { activityId, card, summary } = step;
  if (activityId === null) return messenger.post(conversationId, card, summary);
  await messenger.edit(conversationId, activityId, card, summary);
  return activityId;
}
