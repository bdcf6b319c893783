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
import { judgeHeartbeats } from '../signals/state/heartbeat.ts';
import {
  escalationSentence,
  needActionSentence,
  openingSentence,
  recoverySentence,
} from '../wording/ticketReasons.ts';
import type { Instant, SignalId } from '../words.ts';
import { decide, type Move } from './decide.ts';
import { happen, type Journey, withTicket } from './draft.ts';
import { closesNext, dueOfTicket, missedAt } from './due.ts';
import { judgeFlapping } from './flapping.ts';
import { endExpired, startNext } from './remediation/remediation.ts';
import { judgeProof } from './remediation/verification.ts';
import { judgeSuppression, noteMissed } from './suppression.ts';
import {
  effectiveSuppression,
  isFrozen,
  isOpen,
  isRespondedTo,
  openTicketOf,
  recordOf,
  recordsOf,
  statusOf,
} from './ticketState.ts';

export type { Journey } from './draft.ts';
export { nextDue } from './due.ts';

/** How many other rooms have the same trouble, by signal; one left out was not looked at. */
export type Neighbours = Readonly<Partial<Record<SignalId, number>>> | null;

/** Brings the room up to date with `now`. Retired rooms rest. */
export function settle(
  journey: Journey,
  rules: Rules,
  now: Instant,
  neighbours: Neighbours = null,
): Journey {
  if (journey.room.enrolment === 'retired') return journey;
  const judged = judgeHeartbeats(endExpired(journey, now), rules, now);
  let next = judgeSuppression(judged, 'room', rules, now);
  for (const [signal] of recordsOf(next.room)) {
    next = settleSignal(next, signal, rules, now, neighbours);
  }
  return next;
}

/** Takes one step on a signal's ticket. The lifecycle must allow it: a refusal here is a bug. */
export function step(
  journey: Journey,
  signal: SignalId,
  move: Move,
  rules: Rules,
  now: Instant,
): Journey {
  const decided = decide(move, { room: journey.room, signal, rules, now });
  if (!decided.ok) {
    throw new Error(`The lifecycle refused ${move.action} on ${signal}: ${decided.rejection.code}`);
  }
  return { room: decided.room, changes: [...journey.changes, ...decided.changes] };
}

function settleSignal(
  journey: Journey,
  signal: SignalId,
  rules: Rules,
  now: Instant,
  neighbours: Neighbours,
): Journey {
  let next = judgeProof(judgeSuppression(journey, signal, rules, now), signal, now);
  // A ticket may take several steps at once: close after a week, then open the next episode.
  for (;;) {
    next = judgeFlapping(next, signal, rules, now);
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
function nextMove(room: Room, signal: SignalId, rules: Rules, now: Instant): Move | null {
  const record = recordOf(room, signal);
  const status = statusOf(record);
  if (isOpen(status)) {
    const end = endOfIncident(room, signal, record, rules);
    if (end !== null) return { action: 'resolve', because: end };
    if (isFrozen(room, signal)) return null;
  }
  const due = dueOfTicket(room, signal, record, rules);
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
): Move | null {
  const { ticket } = record;
  if (ticket?.investigatesUntil && ticket.investigatesUntil <= now) {
    return { action: 'needAction', because: needActionSentence(room, signal, ticket, rules) };
  }
  if (ticket?.escalatesAt && ticket.escalatesAt <= now) {
    return { action: 'escalate', because: escalationSentence(signal, rules) };
  }
  return null;
}

function missIncident(journey: Journey, signal: SignalId, rules: Rules, now: Instant): Journey {
  const { room } = journey;
  const due = missedAt(room, signal, rules);
  if (due === null || due > now) return journey;
  if (!isConfirmable(room, signal, recordOf(room, signal), rules)) return journey;
  const because = openingSentence(room, signal, recordOf(room, signal), rules, now);
  return noteMissed(journey, signal, because, rules, now);
}

/** Attended warnings do not age; the clock starts again when nobody attends to them any more. */
function windEscalation(journey: Journey, signal: SignalId, rules: Rules, now: Instant): Journey {
  const { room } = journey;
  const ticket = openTicketOf(recordOf(room, signal));
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
function correlate(journey: Journey, signal: SignalId, rooms: number): Journey {
  const { room } = journey;
  const { ticket } = recordOf(room, signal);
  const isWanted =
    ticket?.status === 'systemInvestigating' &&
    ticket.neighbours === null &&
    room.enrolment === 'enrolled' &&
    !isFrozen(room, signal);
  if (!isWanted) return journey;
  const looked = withTicket(room, signal, { neighbours: rooms });
  const { number, episode } = ticket;
  return happen(journey, looked, {
    type: 'incident.correlated',
    signal,
    ticket: number,
    episode,
    rooms,
  });
}
