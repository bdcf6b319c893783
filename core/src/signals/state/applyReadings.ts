/** Applies telemetry to a room. Each reading is applied, unchanged, a duplicate or late. */

import { type ClockOffset, evaluateClockOffset } from '../../clocks/clockOffset.ts';
import { resumeConfirmation, withConfirmation } from '../../clocks/confirmation.ts';
import { correctTimes, leastDelays } from '../../clocks/correctTimes.ts';
import type { ReadingVerdict, Telemetry } from '../../command.ts';
import { foldDeviceId } from '../../devices/deviceId.ts';
import { between, instantAfter, normalise } from '../../instant.ts';
import type { Room, SignalRecord } from '../../room.ts';
import { addChange, type Draft } from '../../tickets/draft.ts';
import { findRecord, signalRecords, withRecord } from '../../tickets/ticketState.ts';
import type { Instant, Reading, SignalId } from '../../words.ts';
import { expandReadings } from '../formats/expand.ts';
import type { Rules } from '../rules/rule.ts';
import { applyFacts } from './applyFacts.ts';
import { applyOfflineReport, reconnect } from './connection.ts';
import { applyRejected } from './rejectedTelemetry.ts';
import {
  evaluateReport,
  findReport,
  hasOthers,
  listDevices,
  withObservedDevice,
} from './severalDevices.ts';
import { type Applied, isKnownLate, readingVerdict, recordReading } from './stateHistory.ts';

/** The result of one message of several. */
export type MessageOutcome = Pick<Draft, 'changes'> & {
  /** One for each reading as it was sent. */
  readonly verdicts: readonly ReadingVerdict[];
};

/** Applies messages that arrived together, in their order, without `settle` between them. */
export function applyMessages(
  room: Room,
  given: readonly Telemetry[],
  rules: Rules,
  now: Instant,
): Draft & { readonly outcomes: readonly MessageOutcome[] } {
  const messages = withKnownDeviceIds(room, given);
  const delays = leastDelays(messages, now);
  let draft: Draft = { room, changes: [] };
  const outcomes = messages.map((message, index): MessageOutcome => {
    const known = draft.changes.length;
    const { verdicts, ...next } = applyTelemetry(draft, message, rules, now, delays[index]);
    draft = next;
    return { verdicts, changes: draft.changes.slice(known) };
  });
  for (const device of new Set(messages.map((message) => message.device)))
    draft = resumeConfirmation(draft, room, device, rules, now);
  return { ...draft, outcomes };
}

/** Applies a message's readings and facts, with one verdict per reading as it was sent. */
function applyTelemetry(
  draft: Draft,
  given: Telemetry,
  rules: Rules,
  now: Instant,
  leastDelayMs: number | undefined,
): Draft & { readonly verdicts: readonly ReadingVerdict[] } {
  const reports = (state: string) =>
    given.readings.some((one) => one.signal === 'connection' && one.state === state);
  const isSignOfLife = given.isSignOfLife !== false && given.rejected?.isAll !== true;
  const isFromDevice = isSignOfLife && !reports('unhealthy');
  const before = draft.room.clocks?.[given.device];
  const corrected = correctTimes(draft.room.clocks, given, rules, now, leastDelayMs);
  const offset = evaluateClockOffset(before, corrected.clock, given, rules, now);
  let next = isFromDevice ? reconnect(recordClock(draft, given.device, offset), rules, now) : draft;
  if (corrected.isNext) next = applyRejected(next, given, rules, now);
  next = applyFacts(next, given.device, corrected.facts, now);
  const reader: Reader = { ...corrected, rules, now, device: given.device, readSignals: new Set() };
  if (isFromDevice && offset.reading) next = applyReading(next, offset.reading, reader);
  const verdicts: ReadingVerdict[] = given.readings.map(() => 'duplicate');
  const { room } = next;
  const expanded = expandReadings(corrected.readings, {
    expectedDisplays: room.expectedDisplays,
    knownDisplays: signalRecords(room)
      .map(([signal]) => signal)
      .filter((id) => id.startsWith('display:')),
    mode: room.meetingMode,
  });
  for (const { reading, from } of expanded) {
    const { verdict, ...after } = applyReading(next, reading, reader);
    next = after;
    reader.readSignals.add(reading.signal);
    verdicts[from] = stronger(verdicts[from] ?? 'duplicate', verdict);
  }
  const observed = isFromDevice ? withObservedDevice(next.room, given.device, now) : next.room;
  return { room: observed, changes: next.changes, verdicts };
}

/** The messages with each device id spelled as in the room, or as in the first message of a new device. */
function withKnownDeviceIds(room: Room, messages: readonly Telemetry[]): readonly Telemetry[] {
  const known = new Map(listDevices(room));
  return messages.map((message) => {
    const folded = foldDeviceId(message.device);
    const device = known.get(folded) ?? message.device;
    known.set(folded, device);
    return device === message.device ? message : { ...message, device };
  });
}

/** Records a device's clock, with a change for the history when the correction changed considerably. */
function recordClock(draft: Draft, device: string, { clock, change }: ClockOffset): Draft {
  const room: Room = { ...draft.room, clocks: { ...draft.room.clocks, [device]: clock } };
  return change
    ? addChange(draft, room, { type: 'device.clockChanged', device, ...change })
    : { ...draft, room };
}

/** What the readings of one message have in common. */
type Reader = {
  readonly rules: Rules;
  readonly now: Instant;
  readonly device: string;
  /** Whether the message was sent after every other message of the device. */
  readonly isNext: boolean;
  readonly isPlaced: boolean;
  /** Whether its sequence number shows that it is later. */
  readonly isNumberedNext: boolean;
  /** The signals of the earlier readings of the message. */
  readonly readSignals: Set<SignalId>;
};

function applyReading(
  draft: Draft,
  given: Reading,
  reader: Reader,
): Draft & { readonly verdict: ReadingVerdict } {
  const { signal } = given;
  const { rules, now, device, isPlaced } = reader;
  const record = findRecord(draft.room, signal);
  const reading = inOrder(record, { ...given, observedAt: normalise(given.observedAt) }, reader);
  // Only people report `reported`. The arrival of telemetry already shows a healthy connection.
  const isIgnored =
    signal === 'reported' || (signal === 'connection' && reading.state !== 'unhealthy');
  if (isIgnored) return { ...draft, verdict: 'unchanged' };
  if (signal === 'connection') return applyOfflineReport(draft, device, reading, now);
  if (!isPlaced && findReport(record, device) !== null) {
    const verdict = isKnownLate(record, reading) ? 'duplicate' : 'late';
    return store(draft, record, { verdict, ...recordReading(record, reading, verdict, now) });
  }
  if (hasOthers(record, device))
    return store(draft, record, evaluateReport(record, device, reading, now));
  const verdict = readingVerdict(record, reading);
  const applied = recordReading(record, reading, verdict, now);
  const known = verdict === 'applied' ? { ...applied.record, device } : applied.record;
  return store(draft, record, { verdict, record: known, change: applied.change });

  function store(
    { room, changes }: Draft,
    before: SignalRecord,
    { record: stored, change, verdict }: Applied & { readonly verdict: ReadingVerdict },
  ) {
    const isCurrent = verdict === 'applied' || verdict === 'unchanged';
    const isOwn = isCurrent && before.device === device;
    const next = isOwn ? withConfirmation(before, stored, reading, rules, now) : stored;
    return {
      room: next === before ? room : withRecord(room, signal, next),
      changes: change ? [...changes, change] : changes,
      verdict,
    };
  }
}

/**
 * The reading with an `observedAt` after the device's last reading, where the reading is in fact later. It
 * is later when the device's own clock shows this, although the correction of the clock changed in
 * between. At the same instant it is later when its message has a higher sequence number.
 */
function inOrder(
  record: SignalRecord,
  reading: Reading,
  { device, isNext, isNumberedNext, readSignals }: Reader,
): Reading {
  const last = isNext ? findReport(record, device) : null;
  if (last === null || reading.observedAt > last.observedAt) return reading;
  const { shiftMs = 0, observedAt } = reading;
  const { shiftMs: lastShiftMs = 0 } = last;
  const apartMs = between(last.observedAt, observedAt) - (shiftMs - lastShiftMs);
  const isSameInstant = apartMs === 0 && last.observedAt === observedAt;
  const isLater = isSameInstant
    ? isNumberedNext && !readSignals.has(reading.signal) && reading.state !== last.state
    : shiftMs !== lastShiftMs && apartMs > 0;
  if (!isLater) return reading;
  const after = instantAfter(last.observedAt, 1);
  return { ...reading, observedAt: after, shiftMs: shiftMs + between(observedAt, after) };
}

const strength: Readonly<Record<ReadingVerdict, number>> = {
  duplicate: 0,
  unchanged: 1,
  late: 2,
  applied: 3,
};

function stronger(one: ReadingVerdict, other: ReadingVerdict): ReadingVerdict {
  return strength[other] > strength[one] ? other : one;
}
