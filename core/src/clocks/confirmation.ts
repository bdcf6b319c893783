/**
 * From when an unhealthy state counts towards an incident: earlier by the time that telemetry proves, later
 * by the time in which the platform did not listen.
 */
import { between, instantAfter } from '../instant.ts';
import type { Room, SignalRecord } from '../room.ts';
import { appliesIn } from '../signals/catalogue.ts';
import { ruleFor } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import { deviceOfSource } from '../signals/sourceNames.ts';
import { provenMs } from '../signals/state/stateHistory.ts';
import { addChange, type Draft, withParts } from '../tickets/draft.ts';
import { findOpenTicket, signalRecords } from '../tickets/ticketState.ts';
import type { Instant, Reading, SignalId } from '../words.ts';

/**
 * The record after a further unhealthy reading of its device. Where the reading proves that the fault has
 * lasted for the rule's time, the fault counts from its start. An old reading, for example from a backlog of
 * several requests, proves nothing about now: the reading of the recovery may still follow.
 */
export function withConfirmation(
  before: SignalRecord,
  record: SignalRecord,
  reading: Reading,
  rules: Rules,
  now: Instant,
): SignalRecord {
  const isStill = before.state === 'unhealthy' && record.state === 'unhealthy';
  const isSameDevice = before.device !== null && before.device === record.device;
  if (!isStill || !isSameDevice || reading.state !== 'unhealthy' || findOpenTicket(record)) {
    return record;
  }
  if (between(reading.observedAt, now) > rules.clock.onItsWayMs) return record;
  const lastedMs = provenMs(record, reading);
  if (lastedMs < ruleFor(rules, reading.signal).opensAfterMs) return record;
  const countsFrom = instantAfter(now, -lastedMs);
  return countsFrom < record.countsFrom ? { ...record, countsFrom } : record;
}

/** Whether a further unhealthy reading could confirm the fault before the time alone does. */
export function awaitsProof(
  { opensAfterMs }: { readonly opensAfterMs: number },
  record: SignalRecord,
  now: Instant,
): boolean {
  return (
    record.state === 'unhealthy' &&
    findOpenTicket(record) === null &&
    record.since < record.countsFrom &&
    instantAfter(record.countsFrom, opensAfterMs) > now
  );
}

/**
 * Whether the device of a signal has sent a message since this process listens. Until then, its fault may
 * be over, so no incident opens that needs a confirmation by time.
 */
export function isConfirmable(
  room: Room,
  signal: SignalId,
  { device }: SignalRecord,
  rules: Rules,
): boolean {
  const { listening } = rules;
  if (listening === undefined || device === null) return true;
  if (ruleFor(rules, signal).opensAfterMs === 0) return true;
  const heardAtMs = room.clocks?.[deviceOfSource(device)]?.heardAtMs;
  return heardAtMs !== undefined && heardAtMs >= Date.parse(listening.since);
}

/**
 * Applies the first telemetry of a device since this process listens. For faults that were known before
 * and continue, the time without a listener does not count. `before` is the room before the telemetry.
 */
export function resumeConfirmation(
  draft: Draft,
  before: Room,
  device: string,
  rules: Rules,
  now: Instant,
): Draft {
  const { listening } = rules;
  if (listening === undefined || before.connection.status === 'disconnected') return draft;
  const heardAtMs = before.clocks?.[device]?.heardAtMs ?? 0;
  if (heardAtMs >= Date.parse(listening.since)) return draft;
  let next = draft;
  for (const [signal, record] of signalRecords(next.room)) {
    const known = before.signals[signal];
    const isSame = known !== undefined && known.since === record.since;
    const rule = ruleFor(rules, signal);
    const isPending =
      isSame &&
      comesFrom(record, device) &&
      record.state === 'unhealthy' &&
      !findOpenTicket(record);
    if (!isPending || rule.opensAfterMs === 0 || !rule.isOn) continue;
    if (!appliesIn(next.room.meetingMode, signal)) continue;
    const counted = known.countsFrom;
    const from = counted > listening.pausedFrom ? counted : listening.pausedFrom;
    const resumedMs = Math.max(0, between(from, now));
    // A repeated reading proves that the fault lasted until its observation.
    const lastedMs = record.observedAt > known.observedAt ? provenMs(record, record) : 0;
    const pausedMs = Math.min(resumedMs, between(counted, now) - lastedMs);
    if (pausedMs <= 0) continue;
    const resumed = withParts(next.room, signal, { countsFrom: instantAfter(counted, pausedMs) });
    next = addChange(next, resumed, { type: 'signal.confirmationResumed', signal, pausedMs });
  }
  return next;
}

function comesFrom({ device: source }: SignalRecord, device: string): boolean {
  return source !== null && deviceOfSource(source) === device;
}
