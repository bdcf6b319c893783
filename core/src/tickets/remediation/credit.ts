/**
 * Which action ended an incident. A remediation or a response gets the credit only where the history shows
 * that it helped; in doubt, no action gets it.
 */
import { instantAfter } from '../../instant.ts';
import type { Attempt, Response, Room, SignalRecord, Verification } from '../../room.ts';
import { ruleFor } from '../../signals/rules/defaultRules.ts';
import { scaleWait } from '../../signals/rules/pace.ts';
import type { Rules } from '../../signals/rules/rule.ts';
import type { Instant, SignalId } from '../../words.ts';
import { findRecord } from '../ticketState.ts';

/** An app that a remediation restarts logs its start up to this long after the result. */
const startDelayMs = 120_000;

/**
 * The remediation that ended the present episode: it succeeded, the signal turned healthy after it and
 * within the rule's watch time, no person responded since it began, and nothing later explains the
 * recovery. `null`: there is no such remediation.
 */
export function creditedAttempt(room: Room, signal: SignalId, rules: Rules): Attempt | null {
  const record = findRecord(room, signal);
  const attempt = record.ticket?.attempts.at(-1);
  const recoveredAt = recoveryTime(record);
  if (!attempt?.endedAt || !recoveredAt || attempt.outcome !== 'succeeded') return null;
  if (attempt.remediation === 'collectLogs') return null;
  const { endedAt } = attempt;
  const watchedUntil = instantAfter(endedAt, rules.remediation.watchForMs);
  const response = record.ticket?.response ?? null;
  const isOver = recoveredAt < endedAt || recoveredAt > watchedUntil;
  const hasResponse = response !== null && response.at >= attempt.at;
  return isOver || hasResponse || isExplained(room, endedAt, recoveredAt, rules) ? null : attempt;
}

/**
 * Whether the latest response ended the present episode: the signal recovered within the watch time or
 * telemetry verified the response, and no remediation succeeded between the response and the recovery.
 */
export function isCredited(room: Room, signal: SignalId, rules: Rules): boolean {
  const record = findRecord(room, signal);
  const { ticket } = record;
  const rule = ruleFor(rules, signal);
  if (!ticket?.response || ticket.resolvedAt === null || rule.resolvedBy === 'person') return false;
  const { response, resolvedAt, activatedAt, proof } = ticket;
  // Documents of earlier versions contain the verdict only as a notice.
  const hasNotice = (kind: 'fix.verified' | 'fix.failed') =>
    room.notices.some(({ key }) => key === `${kind}|${ticket.number}|${response.at}`);
  const hasFailed = response.failedAt !== undefined || hasNotice('fix.failed');
  if (response.at < activatedAt || hasFailed || proof !== null) return false;
  const recoveredAt = recoveryTime(record) ?? resolvedAt;
  const isVerified = response.heldAt !== undefined || hasNotice('fix.verified');
  const isInTime = recoveredAt <= instantAfter(response.at, rule.watchForMs);
  if (!isVerified && !isInTime) return false;
  return !isRemediatedSince(ticket.attempts, response, recoveredAt);
}

/** Whether the recommended action, and not another cause, explains a verified response. */
export function isCreditedToAdvice(record: SignalRecord, verification: Verification): boolean {
  if (verification.wasHealthy || record.state !== 'healthy') return false;
  const since = record.since > verification.respondedAt ? record.since : verification.respondedAt;
  return !isRemediatedSince(record.ticket?.attempts ?? [], { at: verification.respondedAt }, since);
}

/** Whether a remediation succeeded after a response and before the recovery. */
function isRemediatedSince(
  attempts: readonly Attempt[],
  { at }: Pick<Response, 'at'>,
  recoveredAt: Instant,
): boolean {
  return attempts.some(
    ({ outcome, endedAt }) =>
      outcome === 'succeeded' && endedAt !== null && endedAt >= at && endedAt <= recoveredAt,
  );
}

/** When the signal became healthy for the last time before its episode ended; `null`: it did not, or the time is not known. */
function recoveryTime({ ticket, earlier, state, since }: SignalRecord): Instant | null {
  const end = ticket?.resolvedAt ?? null;
  if (end === null) return null;
  const last = [...earlier, { state, since }].findLast((period) => period.since <= end);
  return last?.state === 'healthy' ? last.since : null;
}

/** Whether a reconnection or a restart of the device explains the recovery. */
function isExplained(room: Room, from: Instant, until: Instant, rules: Rules): boolean {
  const { since } = findRecord(room, 'connection');
  if (since > from && since <= until) return true;
  const restarts = instantAfter(from, scaleWait(startDelayMs, rules));
  return room.devices.some(({ lastRestartAt }) => {
    return lastRestartAt !== null && lastRestartAt > restarts && lastRestartAt <= until;
  });
}
