/** Verification of a fix: after a response, telemetry shows for the watch time whether the fix held. */
import { instantAfter } from '../../instant.ts';
import type { AdviceRecord, Notice, SignalRecord, Ticket, Verification } from '../../room.ts';
import { adviceKeyFor, ruleFor } from '../../signals/rules/defaultRules.ts';
import type { Rules } from '../../signals/rules/rule.ts';
import type { Instant, PersonRef, SignalId } from '../../words.ts';
import { addChange, type Draft, withNotice, withParts } from '../draft.ts';
import { findRecord, isFrozen } from '../ticketState.ts';
import { isCreditedToAdvice } from './credit.ts';

/** The verification that a response starts; `null` where no telemetry can verify it. */
export function verificationAfter(
  record: SignalRecord,
  signal: SignalId,
  by: PersonRef,
  rules: Rules,
  now: Instant,
): Verification | null {
  const rule = ruleFor(rules, signal);
  if (rule.resolvedBy === 'person') return null;
  const advice = adviceKeyFor(rule, record.detail);
  const verification = { by, respondedAt: now, until: instantAfter(now, rule.watchForMs), advice };
  return record.state === 'healthy' ? { ...verification, wasHealthy: true } : verification;
}

/** Ends a verification whose time is up, and counts the success or failure of the recommended action. */
export function evaluateVerification(draft: Draft, signal: SignalId, now: Instant): Draft {
  const { room } = draft;
  const record = findRecord(room, signal);
  const { ticket } = record;
  const verification = ticket?.proof ?? null;
  if (
    !ticket ||
    !verification ||
    !canVerify(record) ||
    verification.until > now ||
    isFrozen(room, signal)
  ) {
    return draft;
  }
  const hasHeld = record.state === 'healthy';
  const type = hasHeld ? 'fix.verified' : 'fix.failed';
  const { by, respondedAt, advice } = verification;
  const notice: Notice = {
    key: `${type}|${ticket.number}|${respondedAt}`,
    at: now,
    kind: type,
    signal,
    by,
    respondedAt,
  };
  const isCounted = !hasHeld || isCreditedToAdvice(record, verification);
  const verified = withParts(room, signal, {
    ticket: { ...withVerdict(ticket, verification, hasHeld, now), proof: null },
    ...(isCounted
      ? { advice: { ...record.advice, [advice]: increment(record.advice[advice], hasHeld) } }
      : {}),
  });
  return addChange(draft, withNotice(verified, notice, now), {
    type,
    signal,
    ticket: ticket.number,
    episode: ticket.episode,
    respondedBy: by,
    respondedAt,
    advice,
  });
}

/** The ticket with the verdict on its response. A fix that failed needs people, so it ends an investigation. */
function withVerdict(
  ticket: Ticket,
  { respondedAt }: Verification,
  hasHeld: boolean,
  now: Instant,
): Ticket {
  const isEnding = !hasHeld && ticket.status === 'systemInvestigating';
  const next = isEnding ? { ...ticket, investigatesUntil: now } : ticket;
  const { response } = ticket;
  if (response?.at !== respondedAt) return next;
  const verdict = hasHeld ? { heldAt: now } : { failedAt: now };
  return { ...next, response: { ...response, ...verdict } };
}

/** Whether the state can verify a fix. Only healthy and unhealthy can; until then the verification goes on. */
export function canVerify({ state }: SignalRecord): boolean {
  return state === 'healthy' || state === 'unhealthy';
}

function increment(before: AdviceRecord | undefined, hasHeld: boolean): AdviceRecord {
  const { held, failed } = before ?? { held: 0, failed: 0 };
  return hasHeld ? { held: held + 1, failed } : { held, failed: failed + 1 };
}
