/** Suppressions: how they start and end, how their end is announced, and which incidents they prevent. */
import type { Change } from '../change.ts';
import { between, instantAfter } from '../instant.ts';
import type { Rejection } from '../rejection.ts';
import type { Missed, Notice, Room, SignalRecord, SuppressedUntil, Suppression } from '../room.ts';
import { appliesIn } from '../signals/catalogue.ts';
import { ruleFor } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Instant, SignalId } from '../words.ts';
import { addChange, type Draft, withNotice, withParts } from './draft.ts';
import { findOpenTicket, findRecord, isFrozen, signalRecords } from './ticketState.ts';

export type EndedBecause = 'lifted' | 'expired' | 'recovered';
type Target = SignalId | 'room';

const maxMissed = 20;

/** A new suppression. */
export function newSuppression(
  parts: Pick<Suppression, 'by' | 'at' | 'until' | 'reason'>,
): Suppression {
  return { ...parts, isReminded: false, missed: [] };
}

/** Starts a suppression of a signal or of the whole room. */
export function startSuppression(
  draft: Draft,
  target: Target,
  { by, until, reason }: Pick<Suppression, 'by' | 'until' | 'reason'>,
  now: Instant,
): Draft {
  const suppression = newSuppression({ by, at: now, until, reason });
  const change: Change =
    target === 'room'
      ? { type: 'room.suppressed', until, reason }
      : { type: 'signal.suppressed', signal: target, until, reason };
  return addChange(draft, withSuppression(draft.room, target, suppression), change);
}

/** The next automatic step of a suppression: its reminder or its end. */
export function suppressionDue(suppression: Suppression | null, rules: Rules): Instant | null {
  if (suppression === null) return null;
  return suppression.isReminded ? endTime(suppression) : reminderTime(suppression, rules);
}

/** Ends a suppression whose time is up or whose signal has recovered; announces an end that is near. */
export function evaluateSuppression(
  draft: Draft,
  target: Target,
  rules: Rules,
  now: Instant,
): Draft {
  const suppression = findSuppression(draft.room, target);
  if (suppression === null) return draft;
  const end = endTime(suppression);
  if (end !== null && end <= now) return endSuppression(draft, target, 'expired', now);
  if (suppression.until.kind === 'recovery' && hasRecovered(draft.room, target, rules)) {
    return endSuppression(draft, target, 'recovered', now);
  }
  const reminder = reminderTime(suppression, rules);
  if (end === null || reminder === null || suppression.isReminded || reminder > now) return draft;
  return announceEnd(draft, target, suppression, end, now);
}

/** Changes the end of an active suppression, and its reason where `reason` is present. */
export function replaceTerms(
  draft: Draft,
  target: Target,
  { until, reason }: { readonly until: SuppressedUntil; readonly reason?: string | undefined },
  now: Instant,
): Draft | Rejection {
  const { room } = draft;
  const suppression = findSuppression(room, target);
  if (suppression === null) return { code: 'notSuppressed' };
  const before = { until: suppression.until, reason: suppression.reason };
  const after = { until, reason: reason?.trim() ?? before.reason };
  if (after.reason === before.reason && isSameEnd(until, before.until)) {
    return { code: 'nothingChanged' };
  }
  const changed = { ...suppression, ...after, changedAt: now, isReminded: false };
  const next = withSuppression(room, target, changed);
  // A notice of the earlier end is no longer correct.
  const notices = room.notices.filter(
    (notice) => notice.kind !== 'suppression.ending' || notice.signal !== target,
  );
  const change: Change =
    target === 'room'
      ? { type: 'room.suppressionChanged', before, after }
      : { type: 'signal.suppressionChanged', signal: target, before, after };
  return addChange(draft, { ...next, notices }, change);
}

function isSameEnd(one: SuppressedUntil, other: SuppressedUntil): boolean {
  if (one.kind !== 'time' || other.kind !== 'time') return one.kind === other.kind;
  return one.at === other.at;
}

/** Ends a suppression. A notice lists the incidents that it prevented. */
export function endSuppression(
  draft: Draft,
  target: Target,
  because: EndedBecause,
  now: Instant,
): Draft {
  const suppression = findSuppression(draft.room, target);
  if (suppression === null) return draft;
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
  const ended = withSuppression(draft.room, target, null);
  const change: Change =
    target === 'room'
      ? { type: 'room.unsuppressed', because }
      : { type: 'signal.unsuppressed', signal: target, because };
  return addChange(draft, missed.length === 0 ? ended : withNotice(ended, notice, now), change);
}

/** Records that a suppression prevented an incident, once for each unhealthy period. */
export function recordMissed(
  draft: Draft,
  signal: SignalId,
  because: string,
  rules: Rules,
  now: Instant,
): Draft {
  const { room } = draft;
  const record = findRecord(room, signal);
  const target = record.suppression ? signal : 'room';
  const suppression = findSuppression(room, target);
  if (suppression === null) return draft;
  const missed: Missed = { signal, at: now, detail: record.detail };
  const recorded = withParts(room, signal, { missed: { since: record.since, at: now } });
  const extended = { ...suppression, missed: [...suppression.missed, missed].slice(-maxMissed) };
  const reason = { sentence: because, ruleVersion: rules.version };
  return addChange(draft, withSuppression(recorded, target, extended), {
    type: 'incident.missed',
    signal,
    reason,
  });
}

/** Whether this suppression has recorded the present unhealthy period or the present unstable period. */
export function isRecordedMissed(room: Room, signal: SignalId, suppression: Suppression): boolean {
  const { missed, since, unstableSince } = findRecord(room, signal);
  if (missed === null || missed.at < suppression.at) return false;
  return missed.since === since || (unstableSince !== undefined && missed.at >= unstableSince);
}

function endTime({ until }: Suppression): Instant | null {
  return until.kind === 'time' ? until.at : null;
}

function reminderTime(suppression: Suppression, rules: Rules): Instant | null {
  const end = endTime(suppression);
  if (end === null) return null;
  const from = suppression.changedAt ?? suppression.at;
  const lead = Math.min(rules.remindBeforeMs, Math.floor(between(from, end) / 4));
  return instantAfter(end, -lead);
}

function announceEnd(
  draft: Draft,
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
  const reminded = withSuppression(draft.room, target, { ...suppression, isReminded: true });
  const change: Change =
    target === 'room'
      ? { type: 'room.suppressionReminded', until }
      : { type: 'signal.suppressionReminded', signal: target, until };
  return addChange(draft, withNotice(reminded, notice, now), change);
}

function findSuppression(room: Room, target: Target): Suppression | null {
  return target === 'room' ? room.suppression : findRecord(room, target).suppression;
}

function withSuppression(room: Room, target: Target, suppression: Suppression | null): Room {
  return target === 'room' ? { ...room, suppression } : withParts(room, target, { suppression });
}

/** Whether telemetry reports the target healthy now. The last state of a disconnected room does not count. */
export function hasRecovered(room: Room, target: Target, rules: Rules): boolean {
  if (target !== 'room') {
    return findRecord(room, target).state === 'healthy' && !isFrozen(room, target);
  }
  return (
    room.connection.status === 'connected' &&
    signalRecords(room).every(([signal, record]) => !stopsMeetings(room, signal, record, rules))
  );
}

/**
 * Whether this signal stops meetings. A warning does not. Where only a person resolves, the open
 * incident counts instead of a reading.
 */
function stopsMeetings(room: Room, signal: SignalId, record: SignalRecord, rules: Rules): boolean {
  const rule = ruleFor(rules, signal);
  const isOpen = findOpenTicket(record) !== null;
  if (rule.resolvedBy === 'person' || record.state !== 'unhealthy') {
    return rule.resolvedBy === 'person' && isOpen;
  }
  const severity = findOpenTicket(record)?.severity ?? rule.severity;
  return rule.isOn && severity === 'important' && appliesIn(room.meetingMode, signal);
}
