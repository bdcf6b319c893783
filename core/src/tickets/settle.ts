/**
 * What follows by itself from a room's state and the time: incidents that open, move on, escalate,
 * resolve and close; what is tried on devices, announced and answered. Run at the end of every
 * advance, so that a sweep, a reading and a command all find the same room; running it twice
 * changes nothing.
 */
import { isConfirmable } from '../clocks/confirmation.ts';
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
import { decide, type Transition } from './decide.ts';
import { addChange, type Draft, withTicket } from './draft.ts';
import { closesNext, missedIncidentAt, ticketDue } from './due.ts';
import { evaluateFlapping } from './flapping.ts';
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

/** How many other rooms have the same trouble, by signal; one left out was not looked at. */
export type CorrelatedRooms = Readonly<Partial<Record<SignalId, number>>> | null;

/** Brings the room up to date with `now`. Retired rooms rest. */
export function settle(
  journey: Draft,
  rules: Rules,
  now: Instant,
  neighbours: CorrelatedRooms = null,
): Draft {
  if (journey.room.enrolment === 'retired') return journey;
  const judged = evaluateHeartbeats(endExpired(journey, now), rules, now);
  let next = evaluateSuppression(judged, 'room', rules, now);
  for (const [signal] of signalRecords(next.room)) {
    next = settleSignal(next, signal, rules, now, neighbours);
  }
  return next;
}

/** Takes one step on a signal's ticket. The lifecycle must allow it: a refusal here is a bug. */
export function step(
  journey: Draft,
  signal: SignalId,
  move: Transition,
  rules: Rules,
  now: Instant,
): Draft {
  const decided = decide(move, { room: journey.room, signal, rules, now });
  if (!decided.ok) {
    throw new Error(`The lifecycle refused ${move.action} on ${signal}: ${decided.rejection.code}`);
  }
  return { room: decided.room, changes: [...journey.changes, ...decided.changes] };
}

function settleSignal(
  journey: Draft,
  signal: SignalId,
  rules: Rules,
  now: Instant,
  neighbours: CorrelatedRooms,
): Draft {
  let next = evaluateVerification(evaluateSuppression(journey, signal, rules, now), signal, now);
  // A ticket may take several steps at once: close after a week, then open the next episode.
  for (;;) {
    next = evaluateFlapping(next, signal, rules, now);
    const move = nextMove(next.room, signal, rules, now);
    if (move === null) break;
    next = step(next, signal, move, rules, now);
  }
  next = missIncident(next, signal, rules, now);
  next = windEscalation(next, signal, rules, now);
  const alike = neighbours?.[signal];
  if (alike !== undefined) next = correlate(next, signal, alike);
  return startNext(next, signal, rules, now);
}

/** The next step this signal's ticket takes by itself, or `null`. */
function nextMove(room: Room, signal: SignalId, rules: Rules, now: Instant): Transition | null {
  const record = findRecord(room, signal);
  const status = ticketStatus(record);
  if (isOpen(status)) {
    const end = endOfIncident(room, signal, record, rules);
    if (end !== null) return { action: 'resolve', because: end };
    if (isFrozen(room, signal)) return null;
  }
  const due = ticketDue(room, signal, record, rules);
  if (due === null || due > now) return null;
  if (isOpen(status)) return moveOfIncident(room, signal, record, rules, now);
  if (closesNext(record, rules)) return { action: 'close' };
  if (!isConfirmable(room, signal, record, rules)) return null;
  const action = status === 'resolved' ? 'reactivate' : 'open';
  return { action, because: openingSentence(room, signal, record, rules, now) };
}

/** Why an open incident is over, as a sentence; `null` while it is not. */
function endOfIncident(
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

function moveOfIncident(
  room: Room,
  signal: SignalId,
  record: SignalRecord,
  rules: Rules,
  now: Instant,
): Transition | null {
  const { ticket } = record;
  if (ticket?.investigatesUntil && ticket.investigatesUntil <= now) {
    return { action: 'needAction', because: needActionSentence(room, signal, ticket, rules) };
  }
  if (ticket?.escalatesAt && ticket.escalatesAt <= now) {
    return { action: 'escalate', because: escalationSentence(signal, rules) };
  }
  return null;
}

function missIncident(journey: Draft, signal: SignalId, rules: Rules, now: Instant): Draft {
  const { room } = journey;
  const due = missedIncidentAt(room, signal, rules);
  if (due === null || due > now) return journey;
  if (!isConfirmable(room, signal, findRecord(room, signal), rules)) return journey;
  const because = openingSentence(room, signal, findRecord(room, signal), rules, now);
  return recordMissed(journey, signal, because, rules, now);
}

/** Attended warnings do not age; the clock starts again when nobody attends to them any more. */
function windEscalation(journey: Draft, signal: SignalId, rules: Rules, now: Instant): Draft {
  const { room } = journey;
  const ticket = findOpenTicket(findRecord(room, signal));
  if (ticket === null) return journey;
  const { escalatesAfterMs } = ruleFor(rules, signal);
  const isAttended =
    ticket.assignee !== null ||
    isRespondedTo(ticket) ||
    effectiveSuppression(room, signal) !== null;
  const ages = ticket.severity === 'warning' && escalatesAfterMs !== null && !isAttended;
  if (ages === (ticket.escalatesAt !== null)) return journey;
  const escalatesAt = ages
    ? new Date(Date.parse(now) + (escalatesAfterMs ?? 0)).toISOString()
    : null;
  return { ...journey, room: withTicket(room, signal, { escalatesAt }) };
}

/** Notes, once an activation, how many neighbours have the same trouble. */
function correlate(journey: Draft, signal: SignalId, rooms: number): Draft {
  const { room } = journey;
  const { ticket } = findRecord(room, signal);
  const isWanted =
    ticket?.status === 'systemInvestigating' &&
    ticket.neighbours === null &&
    room.enrolment === 'enrolled' &&
    !isFrozen(room, signal);
  if (!isWanted) return journey;
  const looked = withTicket(room, signal, { neighbours: rooms });
  const { number, episode } = ticket;
  return addChange(journey, looked, {
    type: 'incident.correlated',
    signal,
    ticket: number,
    episode,
    rooms,
  });
}
