/** Proof of fix: after a response telemetry is watched, and what it shows is the answer. */
import { instantAfter } from '../../instant.ts';
import type { AdviceRecord, Notice, SignalRecord, Ticket, Verification } from '../../room.ts';
import { adviceKeyFor, ruleFor } from '../../signals/rules/defaultRules.ts';
import type { Rules } from '../../signals/rules/rule.ts';
import type { Instant, PersonRef, SignalId } from '../../words.ts';
import { addChange, type Draft, withNotice, withParts } from '../draft.ts';
import { findRecord, isFrozen } from '../ticketState.ts';
import { isCreditedToAdvice } from './credit.ts';

/** The watch that a response starts; `null` where telemetry cannot tell. */
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
  const proof = { by, respondedAt: now, until: instantAfter(now, rule.watchForMs), advice };
  return record.state === 'healthy' ? { ...proof, wasHealthy: true } : proof;
}

/** Answers a watch whose time is up, and remembers how the recommended action did. */
export function evaluateVerification(journey: Draft, signal: SignalId, now: Instant): Draft {
  const { room } = journey;
  const record = findRecord(room, signal);
  const { ticket } = record;
  const proof = ticket?.proof ?? null;
  if (!ticket || !proof || !canVerify(record) || proof.until > now || isFrozen(room, signal)) {
    return journey;
  }
  const hasHeld = record.state === 'healthy';
  const type = hasHeld ? 'fix.verified' : 'fix.failed';
  const { by, respondedAt, advice } = proof;
  const notice: Notice = {
    key: `${type}|${ticket.number}|${respondedAt}`,
    at: now,
    kind: type,
    signal,
    by,
    respondedAt,
  };
  const isCounted = !hasHeld || isCreditedToAdvice(record, proof);
  const answered = withParts(room, signal, {
    ticket: { ...ticket, proof: null, ...marked(ticket, proof, hasHeld, now) },
    ...(isCounted
      ? { advice: { ...record.advice, [advice]: counted(record.advice[advice], hasHeld) } }
      : {}),
  });
  return addChange(journey, withNotice(answered, notice, now), {
    type,
    signal,
    ticket: ticket.number,
    episode: ticket.episode,
    respondedBy: by,
    respondedAt,
    advice,
  });
}

/** The response with its verdict. What did not hold is for people: an investigation ends with it. */
function marked(
  { response, status }: Ticket,
  { respondedAt }: Verification,
  hasHeld: boolean,
  now: Instant,
): Partial<Ticket> {
  const verdict = hasHeld ? { heldAt: now } : { failedAt: now };
  const isEnding = !hasHeld && status === 'systemInvestigating';
  return {
    ...(response?.at === respondedAt ? { response: { ...response, ...verdict } } : {}),
    ...(isEnding ? { investigatesUntil: now } : {}),
  };
}

/** Only a reading that says healthy or unhealthy is an answer; until one comes the watch goes on. */
export function canVerify({ state }: SignalRecord): boolean {
  return state === 'healthy' || state === 'unhealthy';
}

function counted(before: AdviceRecord | undefined, hasHeld: boolean): AdviceRecord {
  const { held, failed } = before ?? { held: 0, failed: 0 };
  return hasHeld ? { held: held + 1, failed } : { held, failed: failed + 1 };
}
