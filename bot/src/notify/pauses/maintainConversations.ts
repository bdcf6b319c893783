/**
 * Periodic work on conversations: starts the retries of paused conversations, and erases conversations
 * that ended long ago.
 */
import { between, type Instant } from '@rooms-pro/core';
import type { Log } from '../../log.ts';
import type { Subscriptions } from '../subscriptions/subscriptions.ts';
import { isRetryDue } from './pause.ts';

export type PauseRetryDeps = {
  readonly subscriptions: Subscriptions;
  readonly now: () => Instant;
  readonly log: Log;
  /** Called when the retry of a paused conversation is due. */
  readonly onDue: (conversationId: string) => void;
};

/**
 * Teams can restore deleted teams and channels for 30 days. A person who removed the bot by mistake may
 * need more time.
 */
export const keepEndedForMs = 60 * 86_400_000;

export function createPauseRetries({ subscriptions, now, log, onDue }: PauseRetryDeps): {
  run(): void;
} {
  /** The retry that was started last, by conversation, so that each retry starts once. */
  const started = new Map<string, Instant>();

  async function erase(): Promise<void> {
    for (const { conversationId, ended } of [...subscriptions.ended()]) {
      if (!ended || between(ended.at, now()) < keepEndedForMs) continue;
      await subscriptions.removeConversation(conversationId);
      log.info('conversation.erased', { conversationId, how: ended.how });
    }
  }

  return {
    run() {
      for (const { conversationId, paused } of subscriptions.conversations()) {
        if (!paused) started.delete(conversationId);
        const nextAt = paused?.nextAt;
        if (!paused || !nextAt || !isRetryDue(paused, now())) continue;
        if (started.get(conversationId) === nextAt) continue;
        started.set(conversationId, nextAt);
        onDue(conversationId);
      }
      erase().catch((error: unknown) => log.error('sender.failed', {}, error));
    },
  };
}
