/**
 * The automatic steps that follow from a room's state and the time: incidents open, need action, escalate,
 * resolve and close; remediations start and expire; responses are verified; suppressions end. Every
 * advance ends with `settle`, so a sweep, a reading and a command have the same result. A second run
 * changes nothing.
 */
import type { Change } from '../change.ts';
import { isConfirmable } from '../clocks/confirmation.ts';
import type { Rejection } from '../rejection.ts';
import type { Room, SignalRecord } from '../room.ts';
import { appliesIn } from '../signals/catalogue.ts';
import { ruleFor } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import { evaluateHeartbeats } from '../signals/state/heartbeat.ts';
import {
  escalationSentence,
  needActionSentence,
  openingSentence,
  recoverySentence,
} from '../wording/ticketReasons.ts';
import type { Instant, SignalId } from '../words.ts';
import { type AutomaticAction, automaticSteps } from './actions/automaticSteps.ts';
import { resolveTicket } from './actions/work/resolve.ts';
import { addChange, type Draft, withOpenTicket, withTicket } from './draft.ts';
import { closesNext, missedIncidentAt, ticketDue } from './due.ts';
import { evaluateFlapping } from './flapping.ts';
import { lifecycleRejection } from './lifecycle.ts';
import { endExpired, startNext } from './remediation/remediation.ts';
import { evaluateVerification } from './remediation/verification.ts';
import { evaluateSuppression, recordMissed } from './suppression.ts';
import {
  effectiveSuppression,
  findOpenTicket,
  findRecord,
  isFrozen,
  isOpen,
  isRespondedTo,
  signalRecords,
  ticketStatus,
} from './ticketState.ts';

export type { Draft } from './draft.ts';
export { nextDue } from './due.ts';

/** The number of other rooms with the same issue, by signal. Absent: not counted. */
export type CorrelatedRooms = Readonly<Partial<Record<SignalId, number>>> | null;

/** Brings the room up to date with `now`. A retired room does not change. */
export function settle(
  draft: Draft,
  rules: Rules,
  now: Instant,
  correlatedRooms: CorrelatedRooms = null,
): Draft {
  if (draft.room.enrolment === 'retired') return draft;
  const current = evaluateHeartbeats(endExpired(draft, now), rules, now);
  let next = evaluateSuppression(current, 'room', rules, now);
  for (const [signal] of signalRecords(next.room)) {
    next = settleSignal(next, signal, rules, now, correlatedRooms);
  }
  return next;
}

/** An automatic step with its reason, a sentence for the history. */
export type Step =
  | { readonly action: Exclude<AutomaticAction, 'close'> | 'resolve'; readonly because: string }
  | { readonly action: 'close' };

/** The room, the signal, the rules and the time of a step. */
type StepContext = {
  readonly room: Room;
  readonly signal: SignalId;
  readonly rules: Rules;
  readonly now: Instant;
};

export type Decided =
  | { readonly ok: true; readonly room: Room; readonly changes: readonly Change[] }
  | { readonly ok: false; readonly rejection: Rejection };

/** Carries out one step with the row of its action, if the lifecycle table allows the action. */
export function decide(step: Step, { room, signal, rules, now }: StepContext): Decided {
  const rejection = lifecycleRejection(step.action, room, signal);
  if (rejection) return { ok: false, rejection };
  const draft = { room, changes: [] };
  const because = step.action === 'close' ? '' : step.because;
  if (step.action === 'resolve') {
    return { ok: true, ...resolveTicket(draft, signal, because, now) };
  }
  const context = { draft, signal, record: findRecord(room, signal), rules, now };
  return { ok: true, ...automaticSteps[step.action].decide(because, context) };
}

/** Carries out one step on a signal's ticket. The lifecycle must allow it: a refusal here is a bug. */
function step(draft: Draft, signal: SignalId, next: Step, rules: Rules, now: Instant): Draft {
  const decided = decide(next, { room: draft.room, signal, rules, now });
  if (!decided.ok) {
    throw new Error(`The lifecycle refused ${next.action} on ${signal}: ${decided.rejection.code}`);
  }
  return { room: decided.room, changes: [...draft.changes, ...decided.changes] };
}

function settleSignal(
  draft: Draft,
  signal: SignalId,
  rules: Rules,
  now: Instant,
  correlatedRooms: CorrelatedRooms,
): Draft {
  let next = evaluateVerification(evaluateSuppression(draft, signal, rules, now), signal, now);
  // A ticket may take several steps at once: close after a week, then open the next episode.
  for (;;) {
    next = evaluateFlapping(next, signal, rules, now);
    const due = nextStep(next.room, signal, rules, now);
    if (due === null) break;
    next = step(next, signal, due, rules, now);
  }
  next = recordMissedIncident(next, signal, rules, now);
  next = updateEscalation(next, signal, rules, now);
  const correlatedCount = correlatedRooms?.[signal];
  if (correlatedCount !== undefined) next = correlate(next, signal, correlatedCount);
  return startNext(next, signal, rules, now);
}

/** The next automatic step of this signal's ticket, or `null`. */
function nextStep(room: Room, signal: SignalId, rules: Rules, now: Instant): Step | null {
  const record = findRecord(room, signal);
  const status = ticketStatus(record);
  if (isOpen(status)) {
    const end = incidentEnd(room, signal, record, rules);
    if (end !== null) return { action: 'resolve', because: end };
    if (isFrozen(room, signal)) return null;
  }
  const due = ticketDue(room, signal, record, rules);
  if (due === null || due > now) return null;
  if (isOpen(status)) return nextIncidentStep(room, signal, record, rules, now);
  if (closesNext(record, rules)) return { action: 'close' };
  if (!isConfirmable(room, signal, record, rules)) return null;
  const action = status === 'resolved' ? 'reactivate' : 'open';
  return { action, because: openingSentence(room, signal, record, rules, now) };
}

/** The sentence why an open incident ends; `null` while it does not. */
function incidentEnd(
  room: Room,
  signal: SignalId,
  record: SignalRecord,
  rules: Rules,
): string | null {
  const rule = ruleFor(rules, signal);
  if (!rule.isOn) return 'The rule of this signal was switched off.';
  if (!appliesIn(room.meetingMode, signal)) {
    return 'The meeting mode of the room was changed: this no longer applies.';
  }
  if (rule.resolvedBy === 'person' || isFrozen(room, signal)) return null;
  if (record.state === 'unhealthy' || record.state === 'unknown') return null;
  return record.ticket?.flappingSince ? null : recoverySentence(signal, record);
}

function nextIncidentStep(
  room: Room,
  signal: SignalId,
  record: SignalRecord,
  rules: Rules,
  now: Instant,
): Step | null {
  const { ticket } = record;
  if (ticket?.investigatesUntil && ticket.investigatesUntil <= now) {
    return { action: 'needAction', because: needActionSentence(room, signal, ticket, rules) };
  }
  if (ticket?.escalatesAt && ticket.escalatesAt <= now) {
    return { action: 'escalate', because: escalationSentence(signal, rules) };
  }
  return null;
}

function recordMissedIncident(draft: Draft, signal: SignalId, rules: Rules, now: Instant): Draft {
  const { room } = draft;
  const due = missedIncidentAt(room, signal, rules);
  if (due === null || due > now) return draft;
  if (!isConfirmable(room, signal, findRecord(room, signal), rules)) return draft;
  const because = openingSentence(room, signal, findRecord(room, signal), rules, now);
  return recordMissed(draft, signal, because, rules, now);
}

/**
 * A warning that a person attends to does not escalate. The time until it escalates starts again when no
 * person attends to it any more.
 */
function updateEscalation(draft: Draft, signal: SignalId, rules: Rules, now: Instant): Draft {
  const { room } = draft;
  const ticket = findOpenTicket(findRecord(room, signal));
  if (ticket === null) return draft;
  const { escalatesAfterMs } = ruleFor(rules, signal);
  const isAttended =
    ticket.assignee !== null ||
    isRespondedTo(ticket) ||
    effectiveSuppression(room, signal) !== null;
  const isEscalating = ticket.severity === 'warning' && escalatesAfterMs !== null && !isAttended;
  if (isEscalating === (ticket.escalatesAt !== null)) return draft;
  const escalatesAt = isEscalating
    ? new Date(Date.parse(now) + (escalatesAfterMs ?? 0)).toISOString()
    : null;
  return { ...draft, room: withOpenTicket(room, signal, { escalatesAt }) };
}

/** Records, once in each activation, how many other rooms have the same issue. */
function correlate(draft: Draft, signal: SignalId, rooms: number): Draft {
  const { room } = draft;
  const { ticket } = findRecord(room, signal);
  const isWanted =
    ticket?.status === 'systemInvestigating' &&
    ticket.neighbours === null &&
    room.enrolment === 'enrolled' &&
    !isFrozen(room, signal);
  if (!isWanted) return draft;
  const correlated = withTicket(room, signal, { neighbours: rooms });
  const { number, episode } = ticket;
  return addChange(draft, correlated, {
    type: 'incident.correlated',
    signal,
    ticket: number,
    episode,
    rooms,
  });
}
