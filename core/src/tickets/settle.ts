/**
 * What follows by itself from a room's state and the time: incidents that open, move on, escalate,
 * resolve and close; suppressions that end. Run at the end of every advance, so that a sweep, a
 * reading and a command all find the same room; running it twice changes nothing.
 */
import type { Change } from '../change.ts';
import { between, earliest, instantAfter } from '../instant.ts';
import type { Room, SignalRecord, Suppression } from '../room.ts';
import { labelOf, ruleFor } from '../signals/defaultRules.ts';
import type { Rules } from '../signals/rule.ts';
import { sayDuration } from '../wording.ts';
import type { Instant, SignalId } from '../words.ts';
import { decide, type Move } from './decide.ts';
import {
  effectiveSuppression,
  isFrozen,
  isOpen,
  openTicketOf,
  recordOf,
  recordsOf,
  statusOf,
  withRecord,
} from './standing.ts';

/** A room on its way through an advance, with what has happened to it so far. */
export type Journey = { readonly room: Room; readonly changes: readonly Change[] };

/** Brings the room up to date with `now`. Retired rooms rest. */
export function settle(journey: Journey, rules: Rules, now: Instant): Journey {
  if (journey.room.enrolment === 'retired') return journey;
  let next = endRoomSuppression(journey, now);
  for (const [signal] of recordsOf(next.room)) {
    next = endSuppression(next, signal, rules, now);
    // A ticket may take several steps at once: close after a week, then open the next episode.
    for (let move = nextMove(next.room, signal, rules, now); move; ) {
      next = step(next, signal, move, rules, now);
      move = nextMove(next.room, signal, rules, now);
    }
    next = windEscalation(next, signal, rules, now);
  }
  return next;
}

/** The earliest time at which settling this room again would change something by time alone. */
export function nextDue(room: Room, rules: Rules): Instant | null {
  if (room.enrolment === 'retired') return null;
  const due: (Instant | null)[] = [endOf(room.suppression)];
  for (const [signal, record] of recordsOf(room)) {
    due.push(endOf(record.suppression), dueOfTicket(room, signal, record, rules));
  }
  return earliest(due);
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

function endOf(suppression: Suppression | null): Instant | null {
  return suppression?.until.kind === 'time' ? suppression.until.at : null;
}

function endRoomSuppression(journey: Journey, now: Instant): Journey {
  const { room, changes } = journey;
  const { suppression } = room;
  if (suppression === null) return journey;
  const end = endOf(suppression);
  const isOver = end !== null && end <= now;
  const isWell =
    room.connection.status === 'connected' &&
    recordsOf(room).every(([, record]) => record.state !== 'unhealthy');
  const hasRecovered = suppression.until.kind === 'recovery' && isWell;
  if (!isOver && !hasRecovered) return journey;
  const because = isOver ? 'expired' : 'recovered';
  return {
    room: { ...room, suppression: null },
    changes: [...changes, { type: 'room.unsuppressed', because }],
  };
}

function endSuppression(journey: Journey, signal: SignalId, rules: Rules, now: Instant): Journey {
  const { suppression, state } = recordOf(journey.room, signal);
  if (suppression === null) return journey;
  const end = endOf(suppression);
  if (end !== null && end <= now) {
    return step(journey, signal, { action: 'unsuppress', because: 'expired' }, rules, now);
  }
  const isKnown = !isFrozen(journey.room, signal);
  if (suppression.until.kind === 'recovery' && state === 'healthy' && isKnown) {
    return step(journey, signal, { action: 'unsuppress', because: 'recovered' }, rules, now);
  }
  return journey;
}

/** The next step this signal's ticket takes by itself, or `null`. */
function nextMove(room: Room, signal: SignalId, rules: Rules, now: Instant): Move | null {
  const record = recordOf(room, signal);
  const status = statusOf(record);
  if (isOpen(status)) {
    if (isFrozen(room, signal)) return null;
    if (record.state !== 'unhealthy') {
      return record.state === 'unknown'
        ? null
        : { action: 'resolve', because: recoverySentence(signal, record) };
    }
  }
  const due = dueOfTicket(room, signal, record, rules);
  if (due === null || due > now) return null;
  if (isOpen(status)) return moveOfIncident(record, rules, signal, now);
  if (status === 'resolved' && due === closingTime(record, rules)) return { action: 'close' };
  const action = status === 'resolved' ? 'reactivate' : 'open';
  return { action, because: openingSentence(room, signal, record, rules, now) };
}

/** When the ticket's next step falls due; `null` while it is frozen, silenced or at rest. */
function dueOfTicket(
  room: Room,
  signal: SignalId,
  record: SignalRecord,
  rules: Rules,
): Instant | null {
  const { ticket } = record;
  const closing = closingTime(record, rules);
  if (closing !== null && !failedBefore(record, closing)) return closing;
  const isSilent =
    room.enrolment !== 'enrolled' ||
    isFrozen(room, signal) ||
    effectiveSuppression(room, signal) !== null;
  if (isSilent) return null;
  if (openTicketOf(record)) {
    return earliest([ticket?.investigatesUntil ?? null, ticket?.escalatesAt ?? null]);
  }
  if (record.state !== 'unhealthy') return null;
  return instantAfter(record.countsFrom, ruleFor(rules, signal).opensAfterMs);
}

function closingTime(record: SignalRecord, rules: Rules): Instant | null {
  const { ticket } = record;
  if (ticket?.status !== 'resolved' || ticket.resolvedAt === null) return null;
  return instantAfter(ticket.resolvedAt, rules.closesAfterMs);
}

/** A failure that began before the closing time keeps the episode: it will be re-activated. */
function failedBefore(record: SignalRecord, closing: Instant): boolean {
  return record.state === 'unhealthy' && record.since < closing;
}

function moveOfIncident(
  record: SignalRecord,
  rules: Rules,
  signal: SignalId,
  now: Instant,
): Move | null {
  const { ticket } = record;
  const rule = ruleFor(rules, signal);
  if (ticket?.investigatesUntil && ticket.investigatesUntil <= now) {
    const spent = sayDuration(rule.investigateForMs);
    return { action: 'needAction', because: `Still unhealthy after ${spent} of investigation.` };
  }
  if (ticket?.escalatesAt && ticket.escalatesAt <= now) {
    const waited = sayDuration(rule.escalatesAfterMs ?? 0);
    return { action: 'escalate', because: `Nobody attended to this warning for ${waited}.` };
  }
  return null;
}

/** Attended warnings do not age; the clock starts again when nobody attends to them any more. */
function windEscalation(journey: Journey, signal: SignalId, rules: Rules, now: Instant): Journey {
  const record = recordOf(journey.room, signal);
  const ticket = openTicketOf(record);
  if (ticket === null) return journey;
  const { escalatesAfterMs } = ruleFor(rules, signal);
  const isAttended =
    ticket.assignee !== null ||
    ticket.response !== null ||
    effectiveSuppression(journey.room, signal) !== null;
  const ages = ticket.severity === 'warning' && escalatesAfterMs !== null && !isAttended;
  if (ages === (ticket.escalatesAt !== null)) return journey;
  const escalatesAt = ages ? instantAfter(now, escalatesAfterMs) : null;
  const wound = { ...record, ticket: { ...ticket, escalatesAt } };
  return { ...journey, room: withRecord(journey.room, signal, wound) };
}

function openingSentence(
  room: Room,
  signal: SignalId,
  record: SignalRecord,
  rules: Rules,
  now: Instant,
): string {
  if (signal === 'connection' && room.connection.status === 'disconnected') {
    if (room.connection.reason === 'neverConnected') {
      return 'The device has never sent telemetry since the room was enrolled.';
    }
    return `No telemetry for ${sayDuration(between(room.connection.since, now))}.`;
  }
  const label = labelOf(rules, signal);
  const told = record.detail ? ` The device says: ${record.detail}` : '';
  const lasted = sayDuration(Math.max(0, between(record.since, now)));
  return `${label} has been unhealthy for ${lasted}.${told}`;
}

function recoverySentence(signal: SignalId, record: SignalRecord): string {
  if (record.state === 'notApplicable') return 'The device says that this no longer applies.';
  return signal === 'connection'
    ? 'Telemetry arrives again.'
    : 'Telemetry verified it healthy again.';
}
