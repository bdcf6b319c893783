/** The reasons of automatic steps, as sentences that the history stores. */
import { between } from '../instant.ts';
import type { Attempt, Room, SignalRecord, Ticket } from '../room.ts';
import { ruleFor, signalLabel } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import { unstableOpensAt } from '../tickets/flapping.ts';
import type { Instant, SignalId } from '../words.ts';
import { outcomeLabels, remediationLabels } from './labels.ts';
import { asSentence, formatDuration } from './time.ts';

/** Why an incident opens, or would open without a suppression. */
export function openingSentence(
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
    const lasted = formatDuration(between(room.connection.since, now));
    if (room.connection.reason === 'rejectedTelemetry') {
      return `All telemetry of ${lasted} was rejected. ${room.rejected?.reason ?? ''}`.trim();
    }
    if (record.detail !== '') return `The device was reported offline: ${record.detail}`;
    return `No telemetry for ${lasted}.`;
  }
  const label = signalLabel(rules, signal);
  if (ruleFor(rules, signal).resolvedBy === 'person') {
    return `A person reported: ${asSentence(record.detail)}`;
  }
  const reported = record.detail ? ` The device reports: ${record.detail}` : '';
  const unstableUntil = unstableOpensAt(record, rules);
  if (unstableUntil !== null && unstableUntil <= now) {
    const { changes, withinMs } = rules.flapping;
    return `${label} has changed more than ${changes} times in ${formatDuration(withinMs)}, for ${formatDuration(between(record.unstableSince ?? now, now))}.${reported}`;
  }
  const lasted = formatDuration(Math.max(0, between(record.since, now)));
  return `${label} has been unhealthy for ${lasted}.${reported}`;
}

/** The reason why telemetry ends an incident. */
export function recoverySentence(signal: SignalId, record: SignalRecord): string {
  if (record.state === 'notApplicable') return 'The device reports that this no longer applies.';
  if (signal !== 'connection') return 'Telemetry verified it healthy again.';
  const wasConnected = record.earlier.some(({ state }) => state === 'healthy');
  return wasConnected ? 'Telemetry arrives again.' : 'The first telemetry arrived.';
}

/** Why an incident needs action: the length of the investigation, the remediations, the correlated rooms. */
export function needActionSentence(
  room: Room,
  signal: SignalId,
  ticket: Ticket,
  rules: Rules,
): string {
  const { investigateForMs, remediations } = ruleFor(rules, signal);
  if (hasFailed(room, signal, ticket)) return 'The response did not hold: it is still unhealthy.';
  const spent = `Still unhealthy after ${formatDuration(investigateForMs)} of investigation.`;
  const parts = [ticket.flappingSince === null ? spent : 'It comes and goes.'];
  const tried = formatAttempts(ticket.attempts);
  if (tried !== '') parts.push(`Tried: ${tried}.`);
  else if (remediations.length > 0) parts.push('Nothing could be tried on the device.');
  if ((ticket.neighbours ?? 0) > 0) parts.push(formatCorrelatedRooms(ticket.neighbours ?? 0, room));
  return parts.join(' ');
}

/** Whether the investigation ended because a fix failed. */
function hasFailed(room: Room, signal: SignalId, ticket: Ticket): boolean {
  const { investigatesUntil, response } = ticket;
  if (response?.failedAt !== undefined && response.failedAt === investigatesUntil) return true;
  // The failed response may belong to the failure before this one.
  return room.notices.some(
    (notice) =>
      notice.kind === 'fix.failed' && notice.signal === signal && notice.at === investigatesUntil,
  );
}

/** The reason why a warning became important. */
export function escalationSentence(signal: SignalId, rules: Rules): string {
  const waited = formatDuration(ruleFor(rules, signal).escalatesAfterMs ?? 0);
  return `No person attended to this warning for ${waited}.`;
}

/** The remediations with their results: `restart app (done, did not help), restart device (failed)`. */
export function formatAttempts(attempts: readonly Attempt[]): string {
  return attempts
    .map(({ remediation, outcome }) => {
      const result = outcome === null ? 'under way' : outcomeLabels[outcome];
      return `${remediationLabels[remediation].toLowerCase()} (${result})`;
    })
    .join(', ');
}

/** The number of correlated rooms: with several, a common cause is likely. */
export function formatCorrelatedRooms(rooms: number, { building }: Pick<Room, 'building'>): string {
  const where = building === '' ? '' : ` in ${building}`;
  const others = rooms === 1 ? '1 other room' : `${rooms} other rooms`;
  return `${others}${where} ${rooms === 1 ? 'has' : 'have'} the same issue: first check what these rooms share.`;
}
