/** Telemetry meets the room: each reading is applied, or found late, doubled or unchanged. */
import { resumeConfirmation, withProof } from '../clocks/confirmation.ts';
import { type Drift, judgeDrift } from '../clocks/drift.ts';
import { leastDelays, placeTelemetry } from '../clocks/placeTelemetry.ts';
import type { ReadingVerdict, Telemetry } from '../command.ts';
import { between, instantAfter, normalise } from '../instant.ts';
import type { OutageId, Room, SignalRecord } from '../room.ts';
import { happen, type Journey } from '../tickets/journey.ts';
import { recordOf, recordsOf, staysAwake, withRecord } from '../tickets/standing.ts';
import type { DisconnectedReason, Instant, Reading } from '../words.ts';
import { applyFacts } from './applyFacts.ts';
import { ruleFor } from './defaultRules.ts';
import { expandReadings } from './expand.ts';
import { applyRejected } from './rejecting.ts';
import type { Rules } from './rule.ts';
import { hasOthers, reportOf, weighReport } from './severalDevices.ts';
import { type Applied, isKnownLate, judgeReading, recordReading, turnTo } from './streaks.ts';

/** What became of one message of several. */
export type MessageOutcome = Pick<Journey, 'changes'> & {
  /** One for each reading as it was sent. */
  readonly verdicts: readonly ReadingVerdict[];
};

/** Applies messages that came together, in their order; nothing is settled in between. */
export function applyMessages(
  room: Room,
  messages: readonly Telemetry[],
  rules: Rules,
  now: Instant,
): Journey & { readonly outcomes: readonly MessageOutcome[] } {
  const delays = leastDelays(messages, now);
  let journey: Journey = { room, changes: [] };
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
  journey: Journey,
  given: Telemetry,
  rules: Rules,
  now: Instant,
  leastDelayMs: number | undefined,
): Journey & { readonly verdicts: readonly ReadingVerdict[] } {
  const said = (state: string) =>
    given.readings.some((one) => one.signal === 'connection' && one.state === state);
  const isFromDevice = !said('unhealthy') && given.rejected?.isAll !== true;
  const before = journey.room.clocks?.[given.device];
  const placed = placeTelemetry(journey.room.clocks, given, rules, now, leastDelayMs);
  const drift = judgeDrift(before, placed.clock, given, rules, now);
  let next = isFromDevice
    ? reconnect(withClock(journey, given.device, drift), rules, now)
    : journey;
  if (placed.isNext) next = applyRejected(next, given, rules, now);
  next = applyFacts(next, given.device, placed.facts, now);
  const { isNext, isPlaced } = placed;
  const read = { rules, now, device: given.device, isNext, isPlaced };
  if (isFromDevice && drift.reading) next = applyReading(next, drift.reading, read);
  const verdicts: ReadingVerdict[] = given.readings.map(() => 'duplicate');
  const { room } = next;
  const expanded = expandReadings(placed.readings, {
    expectedDisplays: room.expectedDisplays,
    knownDisplays: recordsOf(room)
      .map(([signal]) => signal)
      .filter((id) => id.startsWith('display:')),
    mode: room.meetingMode,
  });
  for (const { reading, from } of expanded) {
    const { verdict, ...after } = applyReading(next, reading, read);
    next = after;
    verdicts[from] = stronger(verdicts[from] ?? 'duplicate', verdict);
  }
  return { room: next.room, changes: next.changes, verdicts };
}

/** Notes what is known of a device's clock; a change of it that is worth telling is told. */
function withClock(journey: Journey, device: string, { clock, told }: Drift): Journey {
  const room: Room = { ...journey.room, clocks: { ...journey.room.clocks, [device]: clock } };
  return told
    ? happen(journey, room, { type: 'device.clockChanged', device, ...told })
    : { ...journey, room };
}

/** Marks the room disconnected since then, unless it is already. */
export function disconnect(
  journey: Journey,
  since: Instant,
  reason: DisconnectedReason,
  outage: OutageId | null = null,
): Journey {
  const record = recordOf(journey.room, 'connection');
  if (record.state === 'unhealthy') return journey;
  const { connection } = journey.room;
  const start = connection.status === 'disconnected' ? connection.since : since;
  const silent = { ...turnTo(record, 'unhealthy', start, start), detail: '', observedAt: start };
  const room: Room = {
    ...journey.room,
    connection: { status: 'disconnected', reason, since: start, outage: null },
  };
  const silenced = happen(journey, withRecord(room, 'connection', silent), {
    type: 'room.disconnected',
    signal: 'connection',
    since: start,
    reason,
  });
  return outage === null ? silenced : joinOutage(silenced, outage);
}

/** Notes that a silent room is part of an outage; one that is part of one already stays there. */
export function joinOutage(journey: Journey, outage: OutageId): Journey {
  const { connection } = journey.room;
  if (connection.status !== 'disconnected' || connection.outage !== null) return journey;
  const { remainsOf: _, ...silent } = connection;
  const joined: Room = { ...journey.room, connection: { ...silent, outage } };
  return happen(journey, joined, { type: 'outage.joined', signal: 'connection', outage });
}

/** Notes that this outage is over and the room stays silent. */
export function leaveOutage(journey: Journey, outage: OutageId): Journey {
  const { connection } = journey.room;
  if (connection.status !== 'disconnected' || connection.outage !== outage) return journey;
  const remaining = { ...connection, outage: null, remainsOf: outage };
  const left: Room = { ...journey.room, connection: remaining };
  return happen(journey, left, { type: 'outage.left', signal: 'connection', outage });
}

/** Telemetry arrives: the room is connected, and clocks that stood still go on from now. */
function reconnect(journey: Journey, rules: Rules, now: Instant): Journey {
  const { room, changes } = journey;
  const before = recordOf(room, 'connection');
  if (room.connection.status === 'connected') {
    const heard: SignalRecord = { ...before, state: 'healthy', detail: '', observedAt: now };
    return { room: withRecord(room, 'connection', heard), changes };
  }
  const { since, outage } = room.connection;
  const awake = thaw({ ...room, connection: { status: 'connected' } }, since, rules, now);
  const record = { ...turnTo(before, 'healthy', now, now), detail: '', observedAt: now };
  const connected = happen(journey, withRecord(awake, 'connection', record), {
    type: 'room.connected',
    signal: 'connection',
    disconnectedSince: since,
  });
  if (outage === null) return connected;
  return happen(connected, connected.room, { type: 'outage.left', signal: 'connection', outage });
}

/**
 * Moves every frozen clock forward by the time nobody could know anything: since the silence began,
 * or since the clock was started, where that was later.
 */
function thaw(room: Room, silentSince: Instant, rules: Rules, now: Instant): Room {
  let next = room;
  for (const [signal, record] of recordsOf(room)) {
    if (staysAwake(signal)) continue;
    const { ticket } = record;
    const { investigateForMs, escalatesAfterMs, watchForMs } = ruleFor(rules, signal);
    const later = (at: Instant, lastsMs: number): Instant => {
      const started = instantAfter(at, -lastsMs);
      const from = started > silentSince ? started : silentSince;
      return instantAfter(at, Math.max(0, between(from, now)));
    };
    next = withRecord(next, signal, {
      ...record,
      // What had counted before the silence counts on.
      countsFrom: later(record.countsFrom, 0),
      ticket: ticket && {
        ...ticket,
        proof: ticket.proof && { ...ticket.proof, until: later(ticket.proof.until, watchForMs) },
        investigatesUntil:
          ticket.investigatesUntil && later(ticket.investigatesUntil, investigateForMs),
        escalatesAt: ticket.escalatesAt && later(ticket.escalatesAt, escalatesAfterMs ?? 0),
      },
    });
  }
  return next;
}

/** How the readings of a message are taken. */
type Reader = {
  readonly rules: Rules;
  readonly now: Instant;
  readonly device: string;
  /** Whether the message was sent after every other message of the device. */
  readonly isNext: boolean;
  readonly isPlaced: boolean;
};

function applyReading(
  journey: Journey,
  given: Reading,
  { rules, now, device, isNext, isPlaced }: Reader,
): Journey & { readonly verdict: ReadingVerdict } {
  const { signal } = given;
  const record = recordOf(journey.room, signal);
  const normal = { ...given, observedAt: normalise(given.observedAt) };
  const reading = isNext ? inOrder(record, device, normal) : normal;
  // Only people report problems; and a healthy connection adds nothing to telemetry that arrived.
  const saysNothing =
    signal === 'reported' || (signal === 'connection' && reading.state !== 'unhealthy');
  if (saysNothing) return { ...journey, verdict: 'unchanged' };
  if (signal === 'connection') {
    const verdict = judgeReading(record, reading);
    if (verdict === 'applied') {
      const gone = disconnect(journey, reading.observedAt, 'noTelemetry');
      const told = { ...recordOf(gone.room, signal), detail: reading.detail };
      return { ...gone, room: withRecord(gone.room, signal, told), verdict };
    }
    return keep(journey, record, { verdict, ...recordReading(record, reading, verdict, now) });
  }
  if (!isPlaced && reportOf(record, device) !== null) {
    const verdict = isKnownLate(record, reading) ? 'duplicate' : 'late';
    return keep(journey, record, { verdict, ...recordReading(record, reading, verdict, now) });
  }
  if (hasOthers(record, device))
    return keep(journey, record, weighReport(record, device, reading, now));
  const verdict = judgeReading(record, reading);
  const applied = recordReading(record, reading, verdict, now);
  const known = verdict === 'applied' ? { ...applied.record, device } : applied.record;
  return keep(journey, record, { verdict, record: known, change: applied.change });

  function keep(
    { room, changes }: Journey,
    before: SignalRecord,
    { record: kept, change, verdict }: Applied & { readonly verdict: ReadingVerdict },
  ) {
    const isWord = verdict === 'applied' || verdict === 'unchanged';
    const isOwn = isWord && before.device === device;
    const next = isOwn ? withProof(before, kept, reading, rules, now) : kept;
    return {
      room: next === before ? room : withRecord(room, signal, next),
      changes: change ? [...changes, change] : changes,
      verdict,
    };
  }
}

/**
 * A reading that is later than its device's last one by the device's own clock is later, also where what
 * is known of that clock has changed in between.
 */
function inOrder(record: SignalRecord, device: string, reading: Reading): Reading {
  const last = reportOf(record, device);
  if (last === null || reading.observedAt > last.observedAt) return reading;
  const { shiftMs = 0, observedAt } = reading;
  const { shiftMs: lastShiftMs = 0 } = last;
  const apartMs = between(last.observedAt, observedAt) - (shiftMs - lastShiftMs);
  if (shiftMs === lastShiftMs || apartMs <= 0) return reading;
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
