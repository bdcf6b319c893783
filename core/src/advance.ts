/**
 * The only way to change a room. The input is telemetry, a person's command or a tick of the clock. The
 * result is the next room with its changes, or a rejection. A pure function that accepts every input.
 */
import type { Change } from './change.ts';
import { type ClockOffset, evaluateClockOffset } from './clocks/clockOffset.ts';
import { resumeConfirmation, withConfirmation } from './clocks/confirmation.ts';
import { correctTimes, leastDelays } from './clocks/correctTimes.ts';
import type { Input } from './command.ts';
import { newRoom } from './defaults.ts';
import { normalise } from './instant.ts';
import type { Rejection } from './rejection.ts';
import type { Room, SignalRecord } from './room.ts';
import { expandReadings } from './signals/formats/expand.ts';
import { rulesFor } from './signals/rules/overrides.ts';
import type { Rules } from './signals/rules/rule.ts';
import { applyFacts } from './signals/state/applyFacts.ts';
import {
  applyOfflineReport,
  applySilence,
  joinOutage,
  leaveOutage,
  reconnect,
} from './signals/state/connection.ts';
import { inOrder, type MessageOrder } from './signals/state/readingOrder.ts';
import { applyRejected } from './signals/state/rejectedTelemetry.ts';
import {
  evaluateReport,
  findReport,
  hasOthers,
  withKnownDeviceIds,
  withObservedDevice,
} from './signals/state/severalDevices.ts';
import {
  type Applied,
  isKnownLate,
  readingVerdict,
  recordReading,
} from './signals/state/stateHistory.ts';
import type { ReadingVerdict, Telemetry } from './telemetry.ts';
import { applyCommand } from './tickets/commands/applyCommand.ts';
import { addChange, type Draft } from './tickets/draft.ts';
import { type CorrelatedRooms, nextDue, settle } from './tickets/settle.ts';
import { findRecord, signalRecords, withRecord } from './tickets/ticketState.ts';
import type { Instant, Reading } from './words.ts';

/** The result of one message of several. */
export type MessageOutcome = Pick<Draft, 'changes'> & {
  /** One for each sent reading. */
  readonly verdicts: readonly ReadingVerdict[];
};

/**
 * The result of an input. Without `changes` the caller commits nothing, but the room in memory may
 * contain newer observation times. `verdicts`: one per reading of the telemetry, in the same order.
 */
export type Advanced =
  | {
      readonly ok: true;
      readonly room: Room;
      readonly changes: readonly Change[];
      readonly verdicts: readonly ReadingVerdict[];
      /** For telemetry: the result of each message, without the final steps of `settle`. */
      readonly outcomes?: readonly MessageOutcome[];
    }
  | { readonly ok: false; readonly rejection: Rejection };

/** Applies one input to a room (`null`: it does not exist yet) at the time `now`. */
export function advance(room: Room | null, input: Input, given: Rules, now: Instant): Advanced {
  if (input.kind === 'register') {
    if (room !== null) return reject({ code: 'roomExists' });
    const changes: Change[] = [{ type: 'room.registered', name: input.profile.name }];
    return { ok: true, room: newRoom(input.number, input.profile, now), changes, verdicts: [] };
  }
  if (room === null) return reject({ code: 'roomUnknown' });
  const rules = rulesFor(given, room);
  switch (input.kind) {
    case 'telemetry':
      return applyTelemetryMessages(room, [input], rules, now);
    case 'messages':
      return applyTelemetryMessages(room, input.messages, rules, now);
    case 'silence':
      return finish(room, applySilence(room, input, rules, now), [], rules, now);
    case 'outage':
      return finish(room, joinOutage({ room, changes: [] }, input.outage), [], rules, now);
    case 'outageOver':
      return finish(room, leaveOutage({ room, changes: [] }, input.outage), [], rules, now);
    case 'tick':
      return finish(room, { room, changes: [] }, [], rules, now, input.neighbours);
    case 'command': {
      const applied = applyCommand(room, input, rules, now);
      if ('code' in applied) return reject(applied);
      // The command may have changed the room's groups, and with them the rules that apply.
      return finish(room, applied, [], rulesFor(given, applied.room), now);
    }
  }
}

/** Applies messages that arrived together, and settles once, after the last one. */
function applyTelemetryMessages(
  room: Room,
  messages: readonly Telemetry[],
  rules: Rules,
  now: Instant,
): Advanced {
  if (room.enrolment === 'retired') {
    const outcomes = messages.map(({ readings }) => ({
      verdicts: readings.map(() => 'unchanged' as const),
      changes: [],
    }));
    const verdicts = outcomes.flatMap((outcome) => outcome.verdicts);
    return { ok: true, room, changes: [], verdicts, outcomes };
  }
  const { outcomes, ...draft } = applyMessages(room, messages, rules, now);
  const verdicts = outcomes.flatMap((outcome) => outcome.verdicts);
  return { ...finish(room, draft, verdicts, rules, now), outcomes };
}

function reject(rejection: Rejection): Advanced {
  return { ok: false, rejection };
}

/** Settles the room, then sets its next revision and its next due time. */
function finish(
  before: Room,
  draft: Draft,
  verdicts: readonly ReadingVerdict[],
  rules: Rules,
  now: Instant,
  correlatedRooms: CorrelatedRooms = null,
): Extract<Advanced, { ok: true }> {
  const { room, changes } = settle(draft, rules, now, correlatedRooms);
  if (changes.length === 0) return { ok: true, room, changes, verdicts };
  const next = { ...room, revision: before.revision + 1, dueAt: nextDue(room, rules, now) };
  return { ok: true, room: next, changes, verdicts };
}

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

/** Records a device's clock, with a change for the history when the correction changed considerably. */
function recordClock(draft: Draft, device: string, { clock, change }: ClockOffset): Draft {
  const room: Room = { ...draft.room, clocks: { ...draft.room.clocks, [device]: clock } };
  return change
    ? addChange(draft, room, { type: 'device.clockChanged', device, ...change })
    : { ...draft, room };
}

/** Values that all readings of one message share. */
type Reader = MessageOrder & {
  readonly rules: Rules;
  readonly now: Instant;
  readonly isPlaced: boolean;
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
  // `reported` comes only from people. The arrival of telemetry shows a healthy connection.
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

const strength: Readonly<Record<ReadingVerdict, number>> = {
  duplicate: 0,
  unchanged: 1,
  late: 2,
  applied: 3,
};

function stronger(one: ReadingVerdict, other: ReadingVerdict): ReadingVerdict {
  return strength[other] > strength[one] ? other : one;
}
