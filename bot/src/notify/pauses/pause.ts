/**
 * The pause of a conversation whose messages Teams rejects repeatedly: its reason, its start and its
 * next retry. Pure.
 */
import { type Instant, instantAfter } from '@rooms-pro/core';
import type { Rejection, RejectionReason } from '../delivery/messenger.ts';

/** Part of a conversation's document, so that it survives a restart. */
export type Pause = {
  readonly since: Instant;
  readonly reason: RejectionReason;
  /** The HTTP status and error code of Teams; `null` and empty when an event paused the conversation. */
  readonly status: number | null;
  readonly code: string;
  /** The number of rejected sends: those in a row before this pause, and those during it. */
  readonly rejections: number;
  /** The number of failed retries. */
  readonly retries: number;
  /**
   * The next retry starts at this time. `null`: sends start again only after a message, an event, or a
   * command of a person.
   */
  readonly nextAt: Instant | null;
  /** Personal conversations of managers that were informed of this pause. */
  readonly informed: readonly string[];
};

/** A conversation is paused after this number of rejections in a row, of any of its messages. */
export const rejectionsToPause = 3;
const minute = 60_000;
const day = 24 * 60 * minute;
/** The wait before each retry: 5 minutes, 1 hour, 6 hours, then daily for 14 days. */
const retryAfterMs: readonly number[] = [
  5 * minute,
  60 * minute,
  360 * minute,
  ...Array.from({ length: 14 }, () => day),
];

/** Returns a pause that begins now. */
export function beginPause(
  cause: Pick<Pause, 'reason' | 'status' | 'code' | 'rejections'>,
  now: Instant,
): Pause {
  const { reason, status, code, rejections } = cause;
  const nextAt = nextRetry(0, now);
  return { since: now, reason, status, code, rejections, retries: 0, nextAt, informed: [] };
}

/**
 * Returns the pause after a failed retry. The reason from an event is more exact than the error code,
 * so it stays.
 */
export function continuePause(pause: Pause, failure: Rejection, now: Instant): Pause {
  const { status, code } = failure;
  const reason = pause.reason === 'teamArchived' ? pause.reason : failure.reason;
  const retries = pause.retries + 1;
  const rejections = pause.rejections + rejectionsToPause;
  return { ...pause, reason, status, code, rejections, retries, nextAt: nextRetry(retries, now) };
}

/** Whether a retry is due, so that the bot may send to the paused conversation. */
export function isRetryDue({ nextAt }: Pause, now: Instant): boolean {
  return nextAt !== null && nextAt <= now;
}

function nextRetry(retries: number, now: Instant): Instant | null {
  const afterMs = retryAfterMs[retries];
  return afterMs === undefined ? null : instantAfter(now, afterMs);
}
