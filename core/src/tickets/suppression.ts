/** How suppressions are announced, what they keep from people meanwhile, and how they end. */
import type { Change } from '../change.ts';
import type { Rejection } from '../command.ts';
import { between, instantAfter } from '../instant.ts';
import type { Missed, Notice, Room, SignalRecord, SuppressedUntil, Suppression } from '../room.ts';
import { appliesIn } from '../signals/catalogue.ts';
import { ruleFor } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Instant, SignalId } from '../words.ts';
import { addChange, type Draft, withNotice, withParts } from './draft.ts';
import { findOpenTicket, findRecord, isFrozen, signalRecords } from './ticketState.ts';

export type EndedBecause = 'lifted' | 'expired' | 'recovered';
type Target = SignalId | 'room';

const mostMissed = 20;

/** A suppression as it begins. */
export function newSuppression(
  parts: Pick<Suppression, 'by' | 'at' | 'until' | 'reason'>,
): Suppression {
  return { ...parts, isReminded: false, missed: [] };
}

/** The next time at which a suppression does something by itself. */
export function suppressionDue(suppression: Suppression | null, rules: Rules): Instant | null {
  if (suppression === null) return null;
  return suppression.isReminded ? endOf(suppression) : remindAt(suppression, rules);
}

/** Announces the end of a suppression, or ends it, when it is time or the signal has recovered. */
export function evaluateSuppression(
  journey: Draft,
  target: Target,
  rules: Rules,
  now: Instant,
): Draft {
  const suppression = suppressionOf(journey.room, target);
  if (suppression === null) return journey;
  const end = endOf(suppression);
  if (end !== null && end <= now) return endSuppression(journey, target, 'expired', now);
  if (suppression.until.kind === 'recovery' && hasRecovered(journey.room, target, rules)) {
    return endSuppression(journey, target, 'recovered', now);
  }
  const reminder = remindAt(suppression, rules);
  if (end === null || reminder === null || suppression.isReminded || reminder > now) return journey;
  return remind(journey, target, suppression, end, now);
}

/** Gives a suppression that goes on another end, and another reason where one is given. */
export function changeSuppression(
  journey: Draft,
  target: Target,
  { until, reason }: { readonly until: SuppressedUntil; readonly reason?: string | undefined },
  now: Instant,
): Draft | Rejection {
  const { room } = journey;
  const suppression = suppressionOf(room, target);
  if (suppression === null) return { code: 'notSuppressed' };
  const before = { until: suppression.until, reason: suppression.reason };
  const after = { until, reason: reason?.trim() ?? before.reason };
  if (after.reason === before.reason && isSameEnd(until, before.until)) {
    return { code: 'nothingChanged' };
  }
  const changed = { ...suppression, ...after, changedAt: now, isReminded: false };
  const next = withSuppression(room, target, changed);
  // An announcement of the former end is no longer true.
  const notices = room.notices.filter(
    (notice) => notice.kind !== 'suppression.ending' || notice.signal !== target,
  );
  const change: Change =
    target === 'room'
      ? { type: 'room.suppressionChanged', before, after }
      : { type: 'signal.suppressionChanged', signal: target, before, after };
  return addChange(journey, { ...next, notices }, change);
}

function isSameEnd(one: SuppressedUntil, other: SuppressedUntil): boolean {
  if (one.kind !== 'time' || other.kind !== 'time') return one.kind === other.kind;
  return one.at === other.at;
}

/** Ends a suppression; what it kept from people is told. */
export function endSuppression(
  journey: Draft,
  target: Target,
  because: EndedBecause,
  now: Instant,
): Draft {
  const suppression = suppressionOf(journey.room, target);
  if (suppression === null) return journey;
  const { by, at: since, missed } = suppression;
  const notice: Notice = {
    key: `suppression.ended|${target}|${since}`,
    at: now,
    kind: 'suppression.ended',
    signal: target,
    by,
    since,
    because,
    missed,
  };
  const ended = withSuppression(journey.room, target, null);
  const change: Change =
    target === 'room'
      ? { type: 'room.unsuppressed', because }
      : { type: 'signal.unsuppressed', signal: target, because };
  return addChange(journey, missed.length === 0 ? ended : withNotice(ended, notice, now), change);
}

/** Notes that an incident would have opened, once for each unhealthy stretch of a suppression. */
export function recordMissed(
  journey: Draft,
  signal: SignalId,
  because: string,
  rules: Rules,
  now: Instant,
): Draft {
  const { room } = journey;
  const record = findRecord(room, signal);
  const target = record.suppression ? signal : 'room';
  const suppression = suppressionOf(room, target);
  if (suppression === null) return journey;
  const missed: Missed = { signal, at: now, detail: record.detail };
  const noted = withParts(room, signal, { missed: { since: record.since, at: now } });
  const kept = { ...suppression, missed: [...suppression.missed, missed].slice(-mostMissed) };
  const reason = { sentence: because, ruleVersion: rules.version };
  return addChange(journey, withSuppression(noted, target, kept), {
    type: 'incident.missed',
    signal,
    reason,
  });
}

/** Whether the present unhealthy stretch, or time of many changes, was noted under this suppression. */
export function isRecordedMissed(room: Room, signal: SignalId, suppression: Suppression): boolean {
  const { missed, since, unstableSince } = findRecord(room, signal);
  if (missed === null || missed.at < suppression.at) return false;
  return missed.since === since || (unstableSince !== undefined && missed.at >= unstableSince);
}

function endOf({ until }: Suppression): Instant | null {
  return until.kind === 'time' ? until.at : null;
}

function remindAt(suppression: Suppression, rules: Rules): Instant | null {
  const end = endOf(suppression);
  if (end === null) return null;
  const from = suppression.changedAt ?? suppression.at;
  const lead = Math.min(rules.remindBeforeMs, Math.floor(between(from, end) / 4));
  return instantAfter(end, -lead);
}

function remind(
  journey: Draft,
  target: Target,
  suppression: Suppression,
  until: Instant,
  now: Instant,
): Draft {
  const { by, at, changedAt } = suppression;
  const notice: Notice = {
    key: `suppression.ending|${target}|${changedAt ?? at}`,
    at: now,
    kind: 'suppression.ending',
    signal: target,
    by,
    until,
  };
  const reminded = withSuppression(journey.room, target, { ...suppression, isReminded: true });
  const change: Change =
    target === 'room'
      ? { type: 'room.suppressionReminded', until }
      : { type: 'signal.suppressionReminded', signal: target, until };
  return addChange(journey, withNotice(reminded, notice, now), change);
}

function suppressionOf(room: Room, target: Target): Suppression | null {
  return target === 'room' ? room.suppression : findRecord(room, target).suppression;
}

function withSuppression(room: Room, target: Target, suppression: Suppression | null): Room {
  return target === 'room' ? { ...room, suppression } : withParts(room, target, { suppression });
}

/** Well is what telemetry says now, not what was last known. */
export function hasRecovered(room: Room, target: Target, rules: Rules): boolean {
  if (target !== 'room') {
    return findRecord(room, target).state === 'healthy' && !isFrozen(room, target);
  }
  return (
    room.connection.status === 'connected' &&
    signalRecords(room).every(([signal, record]) => !stopsMeetings(room, signal, record, rules))
  );
}

/** A warning never changes the health of a room; what only people can end waits for no reading. */
function stopsMeetings(room: Room, signal: SignalId, record: SignalRecord, rules: Rules): boolean {
  const rule = ruleFor(rules, signal);
  const isOpen = findOpenTicket(record) !== null;
  if (rule.resolvedBy === 'person' || record.state !== 'unhealthy') {
    return rule.resolvedBy === 'person' && isOpen;
  }
  const severity = findOpenTicket(record)?.severity ?? rule.severity;
  return rule.isOn && severity === 'important' && appliesIn(room.meetingMode, signal);
}
