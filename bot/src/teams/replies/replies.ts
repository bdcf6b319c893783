/**
 * Sends what people wait for: answers, welcomes, and the card that was clicked. Teams gets its HTTP
 * response before they go out, so they are tried again like cards, and count under the same limits.
 */
import { setMaxListeners } from 'node:events';
import type { Log } from '../../log.ts';
import type { Delivery } from '../../notify/delivery/delivery.ts';
import { logged, SendError, statusOf, type WireCard } from '../../notify/delivery/messenger.ts';
import { createDelay, mayWorkLater } from '../../notify/delivery/retry.ts';
import type { AnswerReason } from '../../notify/plan/cardReason.ts';
import type { ReplyTo, TeamsMessenger } from '../messenger.ts';
import { createQueues } from './replyQueues.ts';

export type AnswersDeps = {
  readonly messenger: TeamsMessenger;
  readonly delivery: Delivery;
  /** Waits that many milliseconds; rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** A rejected answer paused its conversation. */
  readonly onPaused: (conversationId: string) => void;
  readonly log: Log;
};

/** A card as it is sent, with the sentence a notification says. */
export type Made = { readonly card: WireCard; readonly summary: string };

/** Why an answer is sent, and what makes its card when its turn comes. */
export type Answer = { readonly reason: AnswerReason; readonly make: () => Promise<Made> | Made };

/** Each of these returns at once; the answers of a conversation go out in order. */
export type Answers = {
  reply(to: ReplyTo, answer: Answer): void;
  /** A message that answers no other, like a welcome. */
  post(conversationId: string, answer: Answer): void;
  /** Makes a message true that may be a person's: it may be impossible. */
  edit(conversationId: string, activityId: string, answer: Answer): void;
  /** Tried once: the answer itself follows. */
  typing(to: ReplyTo): void;
  /** Resolves when nothing waits. */
  idle(): Promise<void>;
  /**
   * Once `closed` resolves, no request adds answers. Those that still wait after a short time, counted from
   * the call, are given up; resolves when the sends in flight are done.
   */
  stop(closed?: Promise<unknown>): Promise<void>;
};

type Kind = 'reply' | 'post' | 'edit';
type Send = () => Promise<unknown>;
type Sending = {
  readonly kind: Kind;
  readonly conversationId: string;
  readonly reason: AnswerReason;
  readonly send: Send;
};

/** Rounds of attempts, together about ten minutes; later an answer is of no use. */
const rounds = 3;
/** From the order to stop, with all that ends before it: the whole process has three seconds. */
const stopWithinMs = 2_500;

export function createAnswers(deps: AnswersDeps): Answers {
  const { messenger, log } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  setMaxListeners(0, signal);
  const insist = createInsisting(deps, signal);

  async function run({ kind, conversationId, reason, send }: Sending): Promise<void> {
    const sendAndLog = async () => {
      await send();
      log.info('answer.sent', { conversationId, kind, reason });
    };
    try {
      if (!signal.aborted) await insist(kind, conversationId, sendAndLog);
    } catch (error) {
      if (signal.aborted) return;
      // A person forwarded the card: the message is theirs, and the person who clicked was answered.
      if (kind === 'edit' && isRefused(error)) return log.info('card.left', { conversationId });
      const { fields, cause } = logged(error);
      log.error('answer.failed', { conversationId, kind, reason, ...fields }, cause);
    }
  }

  const onFull = (conversationId: string, waiting: number) =>
    log.error('answer.failed', { conversationId, waiting });
  const queues = createQueues(onFull);
  const add = (
    kind: Kind,
    conversationId: string,
    { reason, make }: Answer,
    how: (made: Made) => Promise<unknown>,
  ) => {
    const send = async () => how(await make());
    queues.add(conversationId, () => run({ kind, conversationId, reason, send }));
  };

  return {
    reply: (to, answer) =>
      add('reply', to.conversation.conversationId, answer, ({ card, summary }) =>
        messenger.reply(to, card, summary),
      ),
    post: (id, answer) =>
      add('post', id, answer, ({ card, summary }) => messenger.post(id, card, summary)),
    edit: (id, activityId, answer) =>
      add('edit', id, answer, ({ card, summary }) => messenger.edit(id, activityId, card, summary)),
    typing(to) {
      deps.delivery.limiter
        .turn(to.conversation.conversationId, { isAnswer: true, signal })
        .then(() => messenger.typing(to))
        .catch(() => undefined);
    },
    idle: queues.idle,
    async stop(closed = Promise.resolve()) {
      // What Teams accepts at once still goes out.
      const late = deps.delay(stopWithinMs, signal).catch(() => {});
      await Promise.race([closed.then(queues.idle), late]);
      stopping.abort();
      await closed;
      await queues.idle();
    },
  };
}

/** Whether Teams refused the message, or the bot is not in the conversation. A bug is neither. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof SendError) || mayWorkLater(error)) return false;
  return error.failure.kind !== 'failed' || statusOf(error.failure) !== null;
}

/** Sends when it is the conversation's turn, again where that may help; throws what did not work. */
function createInsisting(deps: AnswersDeps, signal: AbortSignal) {
  const { random, log, onPaused } = deps;
  const { limiter, rejections } = deps.delivery;
  const delay = (ms: number) => deps.delay(ms, signal);
  const onRetry = (conversationId: string, status: number | null, waitMs: number) =>
    log.warn('answer.retried', { conversationId, status, waitMs });
  const patiently = createDelay({ delay, random, signal, onRetry });

  async function attempt(conversationId: string, send: Send): Promise<void> {
    for (let round = 1; ; round += 1) {
      try {
        return await patiently(conversationId, async () => {
          await limiter.turn(conversationId, { isAnswer: true, signal });
          signal.throwIfAborted();
          await send();
        });
      } catch (error) {
        if (!mayWorkLater(error) || round >= rounds) throw error;
      }
    }
  }

  return async (kind: Kind, conversationId: string, send: Send): Promise<void> => {
    // An edit of a message that may be a person's says nothing about the conversation.
    if (kind === 'edit') return attempt(conversationId, send);
    for (;;) {
      try {
        await attempt(conversationId, send);
        return await rejections.accepted(conversationId);
      } catch (error) {
        const failure = error instanceof SendError ? error.failure : null;
        if (failure?.kind !== 'rejected') throw error;
        const next = await rejections.rejected(conversationId, failure);
        if (next === 'paused') {
          onPaused(conversationId);
          throw error;
        }
        await delay(next);
      }
    }
  };
}
