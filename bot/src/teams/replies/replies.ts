/**
 * Sends the messages that people wait for: answers, welcomes, and edits of a clicked card. Teams gets its HTTP
 * response before them, so they have the same retries and the same limits as cards.
 */
import { setMaxListeners } from 'node:events';
import type { Log } from '../../log.ts';
import type { Delivery } from '../../notify/delivery/delivery.ts';
import { logged, SendError, statusOf, type WireCard } from '../../notify/delivery/messenger.ts';
import { createDelay, mayWorkLater } from '../../notify/delivery/retry.ts';
import type { AnswerReason } from '../../notify/plan/cardReason.ts';
import type { ReplyTo, TeamsMessenger } from '../messenger.ts';
import { createReplyQueues } from './replyQueues.ts';

export type AnswersDeps = {
  readonly messenger: TeamsMessenger;
  readonly delivery: Delivery;
  /** Waits for this number of milliseconds; rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** Called when a rejected answer has paused its conversation. */
  readonly onPaused: (conversationId: string) => void;
  readonly log: Log;
};

/** A card to send, with the sentence of its notification. */
export type Made = { readonly card: WireCard; readonly summary: string };

/** The reason of an answer, and the function that creates its card directly before the send. */
export type Answer = { readonly reason: AnswerReason; readonly make: () => Promise<Made> | Made };

/** The queue of answers. `reply`, `post`, `edit` and `typing` return at once; a conversation's answers are sent in order. */
export type Answers = {
  reply(to: ReplyTo, answer: Answer): void;
  /** A message that is not a reply, such as a welcome. */
  post(conversationId: string, answer: Answer): void;
  /** Brings a message up to date. The edit may fail, because the message may belong to a person. */
  edit(conversationId: string, activityId: string, answer: Answer): void;
  /** Sent without a retry, because the answer follows. */
  typing(to: ReplyTo): void;
  /** Resolves when no answer is waiting. */
  idle(): Promise<void>;
  /**
   * Stops the sends. No request adds answers after `closed` resolves. A short time after the call, waiting
   * answers are dropped. Resolves when the active sends have ended.
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

/** Rounds of attempts: together about ten minutes. A later answer is useless. */
const rounds = 3;
/** Measured from the stop signal. The whole process has three seconds. */
const stopWithinMs = 2_500;

export function createAnswers(deps: AnswersDeps): Answers {
  const { messenger, log } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  setMaxListeners(0, signal);
  const retry = createRetry(deps, signal);

  async function run({ kind, conversationId, reason, send }: Sending): Promise<void> {
    const sendAndLog = async () => {
      await send();
      log.info('answer.sent', { conversationId, kind, reason });
    };
    try {
      if (!signal.aborted) await retry(kind, conversationId, sendAndLog);
    } catch (error) {
      if (signal.aborted) return;
      // A person forwarded the card, so the message is theirs. The person who clicked already has the answer.
      if (kind === 'edit' && isRefused(error)) return log.info('card.left', { conversationId });
      const { fields, cause } = logged(error);
      log.error('answer.failed', { conversationId, kind, reason, ...fields }, cause);
    }
  }

  const onFull = (conversationId: string, waiting: number) =>
    log.error('answer.failed', { conversationId, waiting });
  const queues = createReplyQueues(onFull);
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
      // Answers that Teams accepts at once are still sent.
      const late = deps.delay(stopWithinMs, signal).catch(() => {});
      await Promise.race([closed.then(queues.idle), late]);
      stopping.abort();
      await closed;
      await queues.idle();
    },
  };
}

/** Whether Teams rejected the message or the bot is not in the conversation. A bug is not a rejection. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof SendError) || mayWorkLater(error)) return false;
  return error.failure.kind !== 'failed' || statusOf(error.failure) !== null;
}

/** Sends under the limits of the conversation, and retries temporary failures; throws any other failure. */
function createRetry(deps: AnswersDeps, signal: AbortSignal) {
  const { random, log, onPaused } = deps;
  const { limiter, rejections } = deps.delivery;
  const delay = (ms: number) => deps.delay(ms, signal);
  const onRetry = (conversationId: string, status: number | null, waitMs: number) =>
    log.warn('answer.retried', { conversationId, status, waitMs });
  const withDelays = createDelay({ delay, random, signal, onRetry });

  async function attempt(conversationId: string, send: Send): Promise<void> {
    for (let round = 1; ; round += 1) {
      try {
        return await withDelays(conversationId, async () => {
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
    // The message may belong to a person, so a rejected edit does not count against the conversation.
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
