/** Telemetry meets the room: each reading is applied, or found late, doubled or unchanged. */

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

/** Applies messages that came together, in their order; nothing is settled in between. */
export function applyMessages(
  room: Room,
  given: readonly Telemetry[],
  rules: Rules,
  now: Instant,
): Draft & { readonly outcomes: readonly MessageOutcome[] } {
  const messages = asKnown(room, given);
  const delays = leastDelays(messages, now);
  let journey: Draft = { room, changes: [] };
  const outcomes = messages.map((message, index): MessageOutcome => {
    const known = journey.changes.length;
    const { verdicts, ...next } = applyTelemetry(journey, message, rules, now, delays[index]);
    journey = next;
    return { verdicts, changes: journey.changes.slice(known) };
  });
  for (const device of new Set(messages.map((message) => message.device)))
    journey = resumeConfirmation(journey, room, device, rules, now);
  return { ...journey, outcomes };
}

/** Applies a message's readings and facts; one verdict per reading as it was sent. */
function applyTelemetry(
  journey: Draft,
  given: Telemetry,
  rules: Rules,
  now: Instant,
  leastDelayMs: number | undefined,
): Draft & { readonly verdicts: readonly ReadingVerdict[] } {
  const said = (state: string) =>
    given.readings.some((one) => one.signal === 'connection' && one.state === state);
  const isHeard = given.isSignOfLife !== false && given.rejected?.isAll !== true;
  const isFromDevice = isHeard && !said('unhealthy');
  const before = journey.room.clocks?.[given.device];
  const placed = correctTimes(journey.room.clocks, given, rules, now, leastDelayMs);
  const drift = evaluateClockOffset(before, placed.clock, given, rules, now);
  let next = isFromDevice
    ? reconnect(withClock(journey, given.device, drift), rules, now)
    : journey;
  if (placed.isNext) next = applyRejected(next, given, rules, now);
  next = applyFacts(next, given.device, placed.facts, now);
  const read: Reader = { ...placed, rules, now, device: given.device, told: new Set() };
  if (isFromDevice && drift.reading) next = applyReading(next, drift.reading, read);
  const verdicts: ReadingVerdict[] = given.readings.map(() => 'duplicate');
  const { room } = next;
  const expanded = expandReadings(placed.readings, {
    expectedDisplays: room.expectedDisplays,
    knownDisplays: signalRecords(room)
      .map(([signal]) => signal)
      .filter((id) => id.startsWith('display:')),
    mode: room.meetingMode,
  });
  for (const { reading, from } of expanded) {
    const { verdict, ...after } = applyReading(next, reading, read);
    next = after;
    read.told.add(reading.signal);
    verdicts[from] = stronger(verdicts[from] ?? 'duplicate', verdict);
  }
  const heard = isFromDevice ? withObservedDevice(next.room, given.device, now) : next.room;
  return { room: heard, changes: next.changes, verdicts };
}

/** The messages with their devices spelled as the room knows them, or as the first of them is. */
function asKnown(room: Room, messages: readonly Telemetry[]): readonly Telemetry[] {
  const known = new Map(listDevices(room));
  return messages.map((message) => {
    const folded = foldDeviceId(message.device);
    const device = known.get(folded) ?? message.device;
    known.set(folded, device);
    return device === message.device ? message : { ...message, device };
  });
}

/** Notes what is known of a device's clock; a considerable change of it is reported. */
function withClock(journey: Draft, device: string, { clock, told }: ClockOffset): Draft {
  const room: Room = { ...journey.room, clocks: { ...journey.room.clocks, [device]: clock } };
  return told
    ? addChange(journey, room, { type: 'device.clockChanged', device, ...told })
    : { ...journey, room };
}

/** How the readings of a message are taken. */
type Reader = {
  readonly rules: Rules;
  readonly now: Instant;
  readonly device: string;
  /** Whether the message was sent after every other message of the device. */
  readonly isNext: boolean;
  readonly isPlaced: boolean;
  /** Whether its number says that it is later. */
  readonly isNumberedNext: boolean;
  /** The signals that it has told already. */
  readonly told: Set<SignalId>;
};

function applyReading(
  journey: Draft,
  given: Reading,
  reader: Reader,
): Draft & { readonly verdict: ReadingVerdict } {
  const { signal } = given;
  const { rules, now, device, isPlaced } = reader;
  const record = findRecord(journey.room, signal);
  const reading = inOrder(record, { ...given, observedAt: normalise(given.observedAt) }, reader);
  // Only people report problems; and a healthy connection adds nothing to telemetry that arrived.
  const saysNothing =
    signal === 'reported' || (signal === 'connection' && reading.state !== 'unhealthy');
  if (saysNothing) return { ...journey, verdict: 'unchanged' };
  if (signal === 'connection') return applyOfflineReport(journey, device, reading, now);
  if (!isPlaced && findReport(record, device) !== null) {
    const verdict = isKnownLate(record, reading) ? 'duplicate' : 'late';
    return keep(journey, record, { verdict, ...recordReading(record, reading, verdict, now) });
  }
  if (hasOthers(record, device))
    return keep(journey, record, evaluateReport(record, device, reading, now));
  const verdict = readingVerdict(record, reading);
  const applied = recordReading(record, reading, verdict, now);
  const known = verdict === 'applied' ? { ...applied.record, device } : applied.record;
  return keep(journey, record, { verdict, record: known, change: applied.change });

  function keep(
    { room, changes }: Draft,
    before: SignalRecord,
    { record: kept, change, verdict }: Applied & { readonly verdict: ReadingVerdict },
  ) {
    const isWord = verdict === 'applied' || verdict === 'unchanged';
    const isOwn = isWord && before.device === device;
    const next = isOwn ? withConfirmation(before, kept, reading, rules, now) : kept;
    return {
      room: next === before ? room : withRecord(room, signal, next),
      changes: change ? [...changes, change] : changes,
      verdict,
    };
  }
}

/**
 * A reading that is later than its device's last one by the device's own clock is later, also where what
 * is known of that clock has changed in between; and so is one of the same instant in a message with a
 * higher number.
 */
function inOrder(
  record: SignalRecord,
  reading: Reading,
  { device, isNext, isNumberedNext, told }: Reader,
): Reading {
  const last = isNext ? findReport(record, device) : null;
  if (last === null || reading.observedAt > last.observedAt) return reading;
  const { shiftMs = 0, observedAt } = reading;
  const { shiftMs: lastShiftMs = 0 } = last;
  const apartMs = between(last.observedAt, observedAt) - (shiftMs - lastShiftMs);
  const isSameInstant = apartMs === 0 && last.observedAt === observedAt;
  const isLater = isSameInstant
    ? isNumberedNext && !told.has(reading.signal) && reading.state !== last.state
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
