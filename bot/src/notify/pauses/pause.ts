/** A conversation that rejects messages again and again is paused: why, since when, next retry. Pure. */
import { type Instant, instantAfter } from '@rooms-pro/core';
import type { Rejection, RejectionReason } from '../delivery/messenger.ts';

/** Part of a conversation's document, so that it survives a restart. */
export type Pause = {
  readonly since: Instant;
  readonly reason: RejectionReason;
  /** Teams' HTTP status and code; `null` and empty where an event paused it. */
  readonly status: number | null;
  readonly code: string;
  /** How many sends Teams has rejected in this pause, and before it in a row. */
  readonly rejections: number;
  /** How many retries have failed. */
  readonly retries: number;
  /** From then on a send may be tried; `null`: not before a message or event, or a person's order. */
  readonly nextAt: Instant | null;
  /** Personal conversations of managers that were informed of this pause. */
  readonly informed: readonly string[];
};

/** Rejections in a row, of any messages of one conversation, that pause it. */
export const rejectionsToPause = 3;
const minute = 60_000;
const day = 24 * 60 * minute;
/** How long to wait before each retry: 5 minutes, 1 hour, 6 hours, then daily for 14 days. */
const retryAfterMs: readonly number[] = [
  5 * minute,
  60 * minute,
  360 * minute,
  ...Array.from({ length: 14 }, () => day),
];

/** The pause that begins now. */
export function beginPause(
  cause: Pick<Pause, 'reason' | 'status' | 'code' | 'rejections'>,
  now: Instant,
): Pause {
  const { reason, status, code, rejections } = cause;
  const nextAt = nextRetry(0, now);
  return { since: now, reason, status, code, rejections, retries: 0, nextAt, informed: [] };
}

/** The pause after its next retry failed. What an event said is a better reason than Teams' code. */
export function continuePause(pause: Pause, failure: Rejection, now: Instant): Pause {
  const { status, code } = failure;
  const reason = pause.reason === 'teamArchived' ? pause.reason : failure.reason;
  const retries = pause.retries + 1;
  const rejections = pause.rejections + rejectionsToPause;
  return { ...pause, reason, status, code, rejections, retries, nextAt: nextRetry(retries, now) };
}

/** Whether a paused conversation may be sent to now: a retry is due. */
export function isRetryDue({ nextAt }: Pause, now: Instant): boolean {
  return nextAt !== null && nextAt <= now;
}

function nextRetry(retries: number, now: Instant): Instant | null {
  const afterMs = retryAfterMs[retries];
  return afterMs === undefined ? null : instantAfter(now, afterMs);
}
