/**
 * Counts the rejections of Teams by conversation. After one rejection the send is repeated; several in
 * a row pause the conversation; an accepted send resumes it. All sends of a process share these counts.
 */
import type { Instant } from '@rooms-pro/core';
import type { Log } from '../../log.ts';
import type { Rejection } from '../delivery/messenger.ts';
import type { Subscriptions } from '../subscriptions/subscriptions.ts';
import { beginPause, continuePause, isRetryDue, rejectionsToPause } from './pause.ts';

export type RejectionsDeps = {
  readonly subscriptions: Subscriptions;
  readonly now: () => Instant;
  readonly log: Log;
};

export type Rejections = {
  /** Whether the bot must not send to the conversation: it is paused and no retry is due. */
  isPaused(conversationId: string): boolean;
  /** Records that Teams accepted a send. */
  accepted(conversationId: string): Promise<void>;
  /** Records a rejected send. Returns the wait before the next attempt in milliseconds, or `paused`. */
  rejected(conversationId: string, failure: Rejection): Promise<number | 'paused'>;
  /**
   * Ends the pause, because a message or event came from the conversation. Returns whether it was
   * paused.
   */
  resume(conversationId: string): Promise<boolean>;
};

/** The waits before the second and the third attempt. */
const waitsMs = [5_000, 30_000] as const;

export function createRejections({ subscriptions, now, log }: RejectionsDeps): Rejections {
  const consecutive = new Map<string, number>();

  async function pause(conversationId: string, failure: Rejection): Promise<void> {
    const at = now();
    const { reason, status, code } = failure;
    const isPaused = await subscriptions.pause(conversationId, (known) =>
      known
        ? continuePause(known, failure, at)
        : beginPause({ reason, status, code, rejections: rejectionsToPause }, at),
    );
    if (!isPaused) return;
    const { paused } = subscriptions.conversation(conversationId) ?? {};
    const { retries = 0, nextAt = null } = paused ?? {};
    log.warn('conversation.paused', { conversationId, reason, status, code, retries, nextAt });
  }

  async function resume(conversationId: string): Promise<boolean> {
    consecutive.delete(conversationId);
    if (!(await subscriptions.resume(conversationId))) return false;
    log.info('conversation.resumed', { conversationId });
    return true;
  }

  return {
    isPaused(conversationId) {
      const paused = subscriptions.conversation(conversationId)?.paused;
      return paused !== undefined && !isRetryDue(paused, now());
    },
    async accepted(conversationId) {
      await resume(conversationId);
    },
    async rejected(conversationId, failure) {
      const count = (consecutive.get(conversationId) ?? 0) + 1;
      const { status, code } = failure;
      log.warn('conversation.rejected', { conversationId, status, code, count });
      const waitMs = waitsMs[count - 1];
      if (count < rejectionsToPause && waitMs !== undefined) {
        consecutive.set(conversationId, count);
        return waitMs;
      }
      consecutive.delete(conversationId);
      await pause(conversationId, failure);
      return 'paused';
    },
    resume,
  };
}
