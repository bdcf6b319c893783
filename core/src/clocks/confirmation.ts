/** When an unhealthy state counts towards an incident: what telemetry proves, and what we could not hear. */
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
 * The record after a further unhealthy reading of its device: where that proves that the fault has
 * lasted for the rule's time, the fault counts from as long ago. A reading of before, as of a backlog in
 * several requests, proves nothing of now: its end may be on its way.
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

/** Whether a further unhealthy reading could prove something that time has not brought yet. */
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
 * Whether the device behind a signal was heard since this process listens. Until then it is not known
 * whether its fault goes on: no incident opens that time has to confirm.
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
 * The first telemetry of a device since we listen again: the time in which it could not be heard does
 * not count for faults that were known before and still stand. `before` is the room before it.
 */
export function resumeConfirmation(
  journey: Draft,
  before: Room,
  device: string,
  rules: Rules,
  now: Instant,
): Draft {
  const { listening } = rules;
  if (listening === undefined || before.connection.status === 'disconnected') return journey;
  const heardAtMs = before.clocks?.[device]?.heardAtMs ?? 0;
  if (heardAtMs >= Date.parse(listening.since)) return journey;
  let next = journey;
  for (const [signal, record] of signalRecords(next.room)) {
    const known = before.signals[signal];
    const isSame = known !== undefined && known.since === record.since;
    const rule = ruleFor(rules, signal);
    const isPending =
      isSame && isOf(record, device) && record.state === 'unhealthy' && !findOpenTicket(record);
    if (!isPending || rule.opensAfterMs === 0 || !rule.isOn) continue;
    if (!appliesIn(next.room.meetingMode, signal)) continue;
    const counted = known.countsFrom;
    const from = counted > listening.pausedFrom ? counted : listening.pausedFrom;
    const resumedMs = Math.max(0, between(from, now));
    // What telemetry says again is proven to have lasted until then.
    const lastedMs = record.observedAt > known.observedAt ? provenMs(record, record) : 0;
    const pausedMs = Math.min(resumedMs, between(counted, now) - lastedMs);
    if (pausedMs <= 0) continue;
    const resumed = withParts(next.room, signal, { countsFrom: instantAfter(counted, pausedMs) });
    next = addChange(next, resumed, { type: 'signal.confirmationResumed', signal, pausedMs });
  }
  return next;
}

function isOf({ device: source }: SignalRecord, device: string): boolean {
  return source !== null && deviceOfSource(source) === device;
}
