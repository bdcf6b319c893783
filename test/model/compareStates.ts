/** What core and reference have in common after a step, as text: easy to compare and to read. */
import {
  type Advanced,
  computeHealth,
  type Input,
  type Room,
  type Rules,
  type SignalId,
  type Suppression,
  signalRecords,
} from '@rooms-pro/core';
import type { Answer, Reference } from './reference/reference.ts';
import { isOpen, type Model, signalsOf } from './reference/state.ts';

type Picture = Record<string, string>;

/** What is not the same, a line for each side; empty when all is. */
export function differences(expected: Picture, got: Picture): string[] {
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(got)])];
  return keys
    .filter((key) => expected[key] !== got[key])
    .map(
      (key) =>
        `    ${key}: expected ${expected[key] ?? '-'}\n    ${' '.repeat(key.length)}       got ${got[key] ?? '-'}`,
    );
}

/** Changes that the reference is silent on: versions, profiles, outages. */
const untold = /^(software|app|device|outage|room\.(changed|registered))/;

function inOrder(changes: readonly string[]): string {
  return changes
    .filter((change) => !untold.test(change))
    .sort()
    .join(', ');
}

/** The reference after a step, and what it said of it. */
export function pictureOf(answer: Answer, { room }: Reference): Picture {
  const picture: Picture = pictureOfAnswer(answer);
  picture['room'] = [
    room.enrolment,
    room.silentSince === null ? 'connected' : 'disconnected',
    healthIn(room),
    room.lock ? `suppressed until ${room.lock.ends}: ${room.lock.reason}` : '',
    room.command ? `${room.command.remediation} for ${room.command.signal}` : '',
  ].join(' ');
  for (const [id, signal] of signalsOf(room)) {
    const { ticket } = signal;
    if (signal.state === 'unknown' && signal.lock === null && ticket === null) continue;
    picture[id] = [
      signal.state,
      signal.lock ? `suppressed until ${signal.lock.ends}: ${signal.lock.reason}` : '',
      signal.proof ? 'proof' : '',
      ticket?.isFailed ? 'did not hold' : '',
      ticket && `${ticket.number} ${ticket.status} ${ticket.episode}.${ticket.activation}`,
      ticket && `${ticket.severity} by ${ticket.assignee}`,
      ticket?.isFlapping ? 'flapping' : '',
      ticket ? Object.keys(ticket.files).sort().join() : '',
      ticket ? JSON.stringify(ticket.attempts.map((one) => one.outcome)) : '',
    ].join(' ');
  }
  return picture;
}

function pictureOfAnswer(answer: Answer): Picture {
  if ('rejected' in answer) return { rejected: answer.rejected };
  return { verdicts: answer.verdicts.join(), changes: inOrder(answer.changes) };
}

function healthIn(room: Model): string {
  if (room.enrolment === 'retired') return 'disconnected';
  if (room.lock !== null) return 'suppressed';
  if (room.enrolment === 'onboarding') return 'onboarding';
  if (room.silentSince !== null) return 'disconnected';
  const isIll = signalsOf(room).some(([, { ticket, lock }]) => {
    return isOpen(ticket) && ticket.severity === 'important' && lock === null;
  });
  return isIll ? 'unhealthy' : 'healthy';
}

/** What the core said, without its choices where several devices speak of one signal. */
export function answerOf(got: Advanced, input: Input, { room }: Reference): Answer {
  if (!got.ok) return { rejected: got.rejection.code };
  const isShared = (signal: string) => {
    return Object.keys(room.signals[signal as SignalId]?.words ?? {}).length > 1;
  };
  const sent = input.kind === 'telemetry' ? input.readings : [];
  const verdicts = got.verdicts.map((verdict, index) => {
    const isOld = verdict === 'late' || verdict === 'duplicate';
    return isOld && isShared(sent[index]?.signal ?? '') ? 'old' : verdict;
  });
  const changes = got.changes.flatMap((change) => {
    if (!('signal' in change)) return [change.type];
    if (!isShared(change.signal)) return [`${change.type} ${change.signal}`];
    if (change.type === 'reading.late') return [];
    const isTurn = change.type === 'reading.changed' && change.before !== change.after;
    const isNoTurn = change.type === 'reading.changed' && !isTurn;
    return [`${isNoTurn ? 'reading.outweighed' : change.type} ${change.signal}`];
  });
  return { verdicts, changes };
}

function sayLock(suppression: Suppression | null): string {
  if (suppression === null) return '';
  const { until, reason } = suppression;
  const ends = until.kind === 'time' ? Date.parse(until.at) : until.kind;
  return `suppressed until ${ends}: ${reason}`;
}

/** The same of the core. */
export function pictureOfCore(answer: Answer, room: Room, rules: Rules): Picture {
  const picture = pictureOfAnswer(answer);
  picture['room'] = [
    room.enrolment,
    room.connection.status,
    computeHealth(room, rules).health,
    sayLock(room.suppression),
    room.command ? `${room.command.remediation} for ${room.command.signal}` : '',
  ].join(' ');
  for (const [id, record] of signalRecords(room)) {
    const { ticket } = record;
    if (record.state === 'unknown' && !record.suppression && !ticket) continue;
    picture[id] = [
      record.state,
      sayLock(record.suppression),
      ticket?.proof ? 'proof' : '',
      ticket?.response?.failedAt ? 'did not hold' : '',
      ticket && `${ticket.number} ${ticket.status} ${ticket.episode}.${ticket.activation}`,
      ticket && `${ticket.severity} by ${ticket.assignee?.id ?? null}`,
      ticket?.flappingSince ? 'flapping' : '',
      (ticket?.attachments ?? [])
        .map(({ id }) => id)
        .sort()
        .join(),
      ticket ? JSON.stringify(ticket.attempts.map((one) => one.outcome)) : '',
    ].join(' ');
  }
  return picture;
}
