/**
 * What may be named as the reason why an incident ended. A remediation or a response is credited only
 * where the history shows that it helped: in doubt, nothing is.
 */
import { instantAfter } from '../../instant.ts';
import type { Attempt, Response, Room, SignalRecord, Verification } from '../../room.ts';
import { ruleFor } from '../../signals/rules/defaultRules.ts';
import { scaleWait } from '../../signals/rules/pace.ts';
import type { Rules } from '../../signals/rules/rule.ts';
import type { Instant, SignalId } from '../../words.ts';
import { findRecord } from '../ticketState.ts';

/** An app that a remediation restarted writes its start to the log a moment after the result. */
const startsWithinMs = 120_000;

/**
 * The remediation that ended the present episode: it succeeded, the signal turned healthy after it and
 * within the rule's watch time, no person responded since it began, and nothing later explains the
 * recovery. `null`: there is no such remediation.
 */
export function creditedAttempt(room: Room, signal: SignalId, rules: Rules): Attempt | null {
  const record = findRecord(room, signal);
  const attempt = record.ticket?.attempts.at(-1);
  const recoveredAt = recoveryOf(record);
  if (!attempt?.endedAt || !recoveredAt || attempt.outcome !== 'succeeded') return null;
  if (attempt.remediation === 'collectLogs') return null;
  const { endedAt } = attempt;
  const lastsUntil = instantAfter(endedAt, rules.remediation.watchForMs);
  const response = record.ticket?.response ?? null;
  const isOver = recoveredAt < endedAt || recoveredAt > lastsUntil;
  const isAnswered = response !== null && response.at >= attempt.at;
  return isOver || isAnswered || isExplained(room, endedAt, recoveredAt, rules) ? null : attempt;
}

/**
 * Whether the latest response ended the present episode: telemetry verified it within the watch time,
 * or did so before that was kept, and the platform did not try anything between it and the recovery.
 */
export function isCredited(room: Room, signal: SignalId, rules: Rules): boolean {
  const record = findRecord(room, signal);
  const { ticket } = record;
  const rule = ruleFor(rules, signal);
  if (!ticket?.response || ticket.resolvedAt === null || rule.resolvedBy === 'person') return false;
  const { response, resolvedAt, activatedAt, proof } = ticket;
  // Documents of earlier versions have the verdict only as an announcement.
  const isTold = (kind: 'fix.verified' | 'fix.failed') =>
    room.notices.some(({ key }) => key === `${kind}|${ticket.number}|${response.at}`);
  const hasFailed = response.failedAt !== undefined || isTold('fix.failed');
  if (response.at < activatedAt || hasFailed || proof !== null) return false;
  const recoveredAt = recoveryOf(record) ?? resolvedAt;
  const isVerified = response.heldAt !== undefined || isTold('fix.verified');
  const isInTime = recoveredAt <= instantAfter(response.at, rule.watchForMs);
  if (!isVerified && !isInTime) return false;
  return !isTriedSince(ticket.attempts, response, recoveredAt);
}

/** Whether a verified response shows that its recommended action works, rather than something else. */
export function isCreditedToAdvice(record: SignalRecord, proof: Verification): boolean {
  if (proof.wasHealthy || record.state !== 'healthy') return false;
  const since = record.since > proof.respondedAt ? record.since : proof.respondedAt;
  return !isTriedSince(record.ticket?.attempts ?? [], { at: proof.respondedAt }, since);
}

/** Whether a remediation was done on the device after a response and before the recovery. */
function isTriedSince(
  attempts: readonly Attempt[],
  { at }: Pick<Response, 'at'>,
  recoveredAt: Instant,
): boolean {
  return attempts.some(
    ({ outcome, endedAt }) =>
      outcome === 'succeeded' && endedAt !== null && endedAt >= at && endedAt <= recoveredAt,
  );
}

/** When the signal turned healthy for good before its episode ended; `null`: it did not, or that is not known. */
function recoveryOf({ ticket, earlier, state, since }: SignalRecord): Instant | null {
  const end = ticket?.resolvedAt ?? null;
  if (end === null) return null;
  const last = [...earlier, { state, since }].findLast((streak) => streak.since <= end);
  return last?.state === 'healthy' ? last.since : null;
}

/** Whether the device came back from silence or restarted by itself in the meantime. */
function isExplained(room: Room, from: Instant, until: Instant, rules: Rules): boolean {
  const { since } = findRecord(room, 'connection');
  if (since > from && since <= until) return true;
  const restarts = instantAfter(from, scaleWait(startsWithinMs, rules));
  return room.devices.some(({ lastRestartAt }) => {
    return lastRestartAt !== null && lastRestartAt > restarts && lastRestartAt <= until;
  });
}
