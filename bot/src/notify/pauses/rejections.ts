/**
 * Counts what Teams rejects, by conversation. One rejection is tried again; several in a row pause the
 * conversation; a send that Teams accepts resumes it. Shared by all that a process sends.
 */
import type { Instant } from '@rooms-pro/core';
import type { Log } from '../../log.ts';
import type { Rejection } from '../delivery/messenger.ts';
import type { Subscriptions } from '../subscriptions/subscriptions.ts';
import { beginPause, continuePause, isRetryDue, rejectionsToPause } from './pause.ts';

export type RejectionsDeps = {
  readonly audience: Subscriptions;
  readonly now: () => Instant;
  readonly log: Log;
};

export type Rejections = {
  /** Whether the conversation is paused now and no retry is due: nothing may be sent to it. */
  isPaused(conversationId: string): boolean;
  /** Teams accepted a send. */
  accepted(conversationId: string): Promise<void>;
  /** Teams rejected a send: how long to wait before the next attempt, or `paused`. */
  rejected(conversationId: string, failure: Rejection): Promise<number | 'paused'>;
  /** A message or event came from it: it accepts messages, as far as that shows. Whether it was paused. */
  resume(conversationId: string): Promise<boolean>;
};

/** Before the second and the third attempt. */
const waitsMs = [5_000, 30_000] as const;

export function createRejections({ audience, now, log }: RejectionsDeps): Rejections {
  const inARow = new Map<string, number>();

  async function pause(conversationId: string, failure: Rejection): Promise<void> {
    const at = now();
    const { reason, status, code } = failure;
    const isPaused = await audience.pause(conversationId, (known) =>
      known
        ? continuePause(known, failure, at)
        : beginPause({ reason, status, code, rejections: rejectionsToPause }, at),
    );
    if (!isPaused) return;
    const { paused } = audience.conversation(conversationId) ?? {};
    const { retries = 0, nextAt = null } = paused ?? {};
    log.warn('conversation.paused', { conversationId, reason, status, code, retries, nextAt });
  }

  async function resume(conversationId: string): Promise<boolean> {
    inARow.delete(conversationId);
    if (!(await audience.resume(conversationId))) return false;
    log.info('conversation.resumed', { conversationId });
    return true;
  }

  return {
    isPaused(conversationId) {
      const paused = audience.conversation(conversationId)?.paused;
      return paused !== undefined && !isRetryDue(paused, now());
    },
    async accepted(conversationId) {
      await resume(conversationId);
    },
    async rejected(conversationId, failure) {
      const count = (inARow.get(conversationId) ?? 0) + 1;
      const { status, code } = failure;
      log.warn('conversation.rejected', { conversationId, status, code, count });
      const waitMs = waitsMs[count - 1];
      if (count < rejectionsToPause && waitMs !== undefined) {
        inARow.set(conversationId, count);
        return waitMs;
      }
      inARow.delete(conversationId);
      await pause(conversationId, failure);
      return 'paused';
    },
    resume,
  };
}
