/** The due times of a room and of its tickets: when the time alone changes something. */
import { earliest, instantAfter } from '../instant.ts';
import type { Room, SignalRecord } from '../room.ts';
import { appliesIn } from '../signals/catalogue.ts';
import { ruleFor } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import { heartbeatDue } from '../signals/state/heartbeat.ts';
import type { Instant, SignalId } from '../words.ts';
import { stableAt, unstableOpensAt } from './flapping.ts';
import { remediationDue } from './remediation/remediation.ts';
import { canVerify } from './remediation/verification.ts';
import { isRecordedMissed, suppressionDue } from './suppression.ts';
import {
  effectiveSuppression,
  findOpenTicket,
  findRecord,
  isFrozen,
  signalRecords,
} from './ticketState.ts';

/** The earliest time at which `settle` changes this room although no input arrives. */
export function nextDue(room: Room, rules: Rules, now: Instant): Instant | null {
  if (room.enrolment === 'retired') return null;
  const due: (Instant | null)[] = [
    suppressionDue(room.suppression, rules),
    room.command?.expiresAt ?? null,
    heartbeatDue(room, rules),
  ];
  for (const [signal, record] of signalRecords(room)) {
    due.push(
      suppressionDue(record.suppression, rules),
      verificationDue(room, signal, record),
      ticketDue(room, signal, record, rules),
      remediationDue(room, signal, rules, now),
      correlationDue(room, signal, record),
      flappingDue(room, signal, record, rules),
      missedDue(room, signal, record, rules),
    );
  }
  return earliest(due);
}

/** When the ticket's next automatic step is due; `null` while the signal is frozen or suppressed, or no step is due. */
export function ticketDue(
  room: Room,
  signal: SignalId,
  record: SignalRecord,
  rules: Rules,
): Instant | null {
  const { ticket } = record;
  const closing = closingTime(record, rules);
  if (closesNext(record, rules)) return closing;
  const isPaused =
    room.enrolment !== 'enrolled' ||
    isFrozen(room, signal) ||
    effectiveSuppression(room, signal) !== null;
  if (isPaused) return null;
  if (findOpenTicket(record)) {
    const rule = ruleFor(rules, signal);
    // An incident that no longer applies ends at the next sweep.
    if (!rule.isOn || !appliesIn(room.meetingMode, signal)) return ticket?.openedAt ?? null;
    return earliest([ticket?.investigatesUntil ?? null, ticket?.escalatesAt ?? null]);
  }
  return opensAt(room, signal, record, rules);
}

/**
 * When an unhealthy signal opens an incident: it was unhealthy for the rule's time, or it changed too
 * often. `null`: it does not open one.
 */
export function opensAt(
  room: Room,
  signal: SignalId,
  record: SignalRecord,
  rules: Rules,
): Instant | null {
  const rule = ruleFor(rules, signal);
  if (record.state !== 'unhealthy' || !rule.isOn || !appliesIn(room.meetingMode, signal)) {
    return null;
  }
  const confirmedAt = instantAfter(record.countsFrom, rule.opensAfterMs);
  return earliest([confirmedAt, unstableOpensAt(record, rules)]);
}

/** When a resolved ticket closes. */
export function closingTime({ ticket }: SignalRecord, rules: Rules): Instant | null {
  if (ticket?.status !== 'resolved') return null;
  return instantAfter(ticket.resolvedAt, rules.closesAfterMs);
}

/**
 * Whether the next step of a resolved ticket is to close. A failure that began before the closing time
 * re-activates the same episode instead.
 */
export function closesNext(record: SignalRecord, rules: Rules): boolean {
  const closing = closingTime(record, rules);
  return closing !== null && !(record.state === 'unhealthy' && record.since < closing);
}

function verificationDue(room: Room, signal: SignalId, record: SignalRecord): Instant | null {
  const isWaiting = isFrozen(room, signal) || !canVerify(record);
  return isWaiting ? null : (record.ticket?.proof?.until ?? null);
}

function flappingDue(
  room: Room,
  signal: SignalId,
  record: SignalRecord,
  rules: Rules,
): Instant | null {
  const isFlapping = (findOpenTicket(record)?.flappingSince ?? null) !== null;
  return isFlapping && !isFrozen(room, signal) ? stableAt(record, rules) : null;
}

/** The number of correlated rooms is due at once: the next sweep that can count them provides it. */
function correlationDue(room: Room, signal: SignalId, { ticket }: SignalRecord): Instant | null {
  const isWanted =
    ticket?.status === 'systemInvestigating' &&
    ticket.neighbours === null &&
    room.enrolment === 'enrolled' &&
    !isFrozen(room, signal);
  return isWanted ? ticket.openedAt : null;
}

function missedDue(
  room: Room,
  signal: SignalId,
  record: SignalRecord,
  rules: Rules,
): Instant | null {
  const due = missedIncidentAt(room, signal, rules);
  return due !== null && findOpenTicket(record) === null ? due : null;
}

/** When an incident would open without the suppression; `null`: no incident, or it is recorded already. */
export function missedIncidentAt(room: Room, signal: SignalId, rules: Rules): Instant | null {
  const record = findRecord(room, signal);
  const suppression = effectiveSuppression(room, signal);
  const isWatched =
    suppression !== null &&
    room.enrolment === 'enrolled' &&
    !isFrozen(room, signal) &&
    findOpenTicket(record) === null &&
    !isRecordedMissed(room, signal, suppression);
  return isWatched ? opensAt(room, signal, record, rules) : null;
}
