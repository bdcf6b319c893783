/** What the platform tries on devices, in the reference model: one at a time in a room. */
import type { Remediation, RemediationOutcome, SignalId } from '@rooms-pro/core';
import {
  isFrozen,
  isOpen,
  isSuppressed,
  rule,
  type Signal,
  type Step,
  signalOf,
  signalsOf,
  type Ticket,
  timer,
} from './state.ts';

const dayMs = 86_400_000;

/** The next thing to try for the signals under investigation, if now is the time for it. */
export function considerRemediation(step: Step): void {
  for (const [id, signal] of signalsOf(step.m)) {
    const { ticket } = signal;
    if (step.m.command !== null || !isOpen(ticket) || !isWanted(step, id, signal, ticket)) continue;
    const next = rule(step, id).remediations.find(
      (one) => !ticket.attempts.some(({ remediation }) => remediation === one),
    );
    if (next === undefined) continue;
    if (isUsedUp(step, next)) {
      // That is its result, as if the device had refused.
      ticket.attempts.push({ remediation: next, outcome: 'refused' });
      ticket.triedAt = step.now;
      step.said.push(`remediation.ended ${id}`);
    } else if (isFree(step)) start(step, id, ticket, next);
  }
}

function isWanted({ m, now, rules }: Step, id: SignalId, signal: Signal, ticket: Ticket): boolean {
  if (ticket.status !== 'systemInvestigating' || signal.state !== 'unhealthy') return false;
  if (isFrozen(m, id) || isSuppressed(m, signal) || ticket.isFlapping) return false;
  if (!isAllowedHour(now, rules.remediation.allowedHours)) return false;
  if (ticket.triedAt === null) return true;
  return now >= Math.max(ticket.triedAt, m.heardSince) + rules.remediation.watchForMs;
}

/** A device said lately that no meeting is on, and none said lately that there is. */
function isFree({ m, now, rules }: Step): boolean {
  const news = Object.values(m.meetings).filter(
    ({ at }) => now - at <= rules.remediation.meetingNewsMs,
  );
  return news.length > 0 && news.every(({ inMeeting }) => !inMeeting);
}

/** Rooms of the model stand in a place whose clock shows UTC. */
function isAllowedHour(now: number, { from, to }: { from: string; to: string }): boolean {
  const clock = new Date(now).toISOString().slice(11, 16);
  if (from === to) return true;
  return from < to ? from <= clock && clock < to : from <= clock || clock < to;
}

function isUsedUp({ m, now, rules }: Step, remediation: Remediation): boolean {
  const recent = m.starts.filter((one) => one.remediation === remediation && now - one.at < dayMs);
  return recent.length >= rules.remediation.attemptsPerDay;
}

/** A command goes out. */
export function start(
  { m, now, rules, said }: Step,
  id: SignalId,
  ticket: Ticket,
  remediation: Remediation,
): void {
  const attempt = { remediation, outcome: null };
  ticket.attempts.push(attempt);
  m.starts.push({ remediation, at: now });
  const expiry = timer(now, rules.remediation.resultWithinMs);
  m.command = { id: '', device: '', signal: id, remediation, attempt, expiry };
  said.push(`remediation.started ${id}`);
}

/** The result has come, or will not come any more; the next attempt waits a little. */
export function endCommand(step: Step, commandId: string, outcome: RemediationOutcome): void {
  const { m, now, said } = step;
  if (m.command === null || m.command.id !== commandId) return;
  const { signal, attempt, expiry } = m.command;
  attempt.outcome = outcome;
  const { ticket } = signalOf(m, signal);
  // Begun anew meanwhile: the result is for the history alone.
  if (ticket?.attempts.some((one) => one === attempt)) {
    ticket.triedAt = outcome === 'expired' ? expiry.at : now;
  }
  m.command = null;
  said.push(`remediation.ended ${signal}`);
}
