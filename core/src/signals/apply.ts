/** Telemetry meets the room: each reading is applied, or found late, doubled or unchanged. */
import type { Input, ReadingVerdict } from '../command.ts';
import { spelledAmong } from '../devices/deviceId.ts';
import { between, instantAfter, normalise } from '../instant.ts';
import type { OutageId, Room, SignalRecord } from '../room.ts';
import { happen, type Journey } from '../tickets/journey.ts';
import { recordOf, recordsOf, staysAwake, withRecord } from '../tickets/standing.ts';
import type { DisconnectedReason, Instant, Reading } from '../words.ts';
import { applyFacts } from './applyFacts.ts';
import { ruleFor } from './defaultRules.ts';
import { expandReadings } from './expand.ts';
import type { Rules } from './rule.ts';
import {
  devicesOf,
  hasOtherOnline,
  hasOthers,
  judgeOffline,
  weighReport,
  withHeardDevice,
  withOfflineDevice,
} from './severalDevices.ts';
import { type Applied, judgeReading, recordReading, turnTo, wasHealthy } from './streaks.ts';

type Telemetry = Extract<Input, { kind: 'telemetry' }>;

/** Applies a message's readings and facts; one verdict per reading as it was sent. */
export function applyTelemetry(
  room: Room,
  input: Telemetry,
  rules: Rules,
  now: Instant,
): Journey & { readonly verdicts: readonly ReadingVerdict[] } {
  const said = (state: string) =>
    input.readings.some((one) => one.signal === 'connection' && one.state === state);
  const device = spelledAmong(devicesOf(room).values(), input.device);
  const isSignOfLife = input.isSignOfLife !== false && !said('unhealthy');
  let journey: Journey = { room, changes: [] };
  if (isSignOfLife) journey = reconnect(journey, rules, now);
  journey = applyFacts(journey, device, input.facts, now);
  const verdicts: ReadingVerdict[] = input.readings.map(() => 'duplicate');
  const expanded = expandReadings(input.readings, {
    expectedDisplays: room.expectedDisplays,
    knownDisplays: recordsOf(room)
      .map(([signal]) => signal)
      .filter((id) => id.startsWith('display:')),
    mode: room.meetingMode,
  });
  for (const { reading, from } of expanded) {
    const { verdict, ...next } = applyReading(journey, device, reading, now);
    journey = next;
    verdicts[from] = stronger(verdicts[from] ?? 'duplicate', verdict);
  }
  if (isSignOfLife) journey = { ...journey, room: withHeardDevice(journey.room, device, now) };
  return { ...journey, verdicts };
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
  const joined: Room = { ...journey.room, connection: { ...connection, outage } };
  return happen(journey, joined, { type: 'outage.joined', signal: 'connection', outage });
}

/** Notes that a silent room is part of this outage no longer. */
export function leaveOutage(journey: Journey, outage: OutageId): Journey {
  const { connection } = journey.room;
  if (connection.status !== 'disconnected' || connection.outage !== outage) return journey;
  const left: Room = { ...journey.room, connection: { ...connection, outage: null } };
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
  const { since, outage, reason } = room.connection;
  const isFirst = reason === 'neverConnected' && !wasHealthy(before);
  const awake = thaw({ ...room, connection: { status: 'connected' } }, since, rules, now);
  const record = { ...turnTo(before, 'healthy', now, now), detail: '', observedAt: now };
  const connected = happen(journey, withRecord(awake, 'connection', record), {
    type: 'room.connected',
    signal: 'connection',
    disconnectedSince: since,
    ...(isFirst && { isFirst }),
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
      countsFrom: now,
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

function applyReading(
  journey: Journey,
  device: string,
  given: Reading,
  now: Instant,
): Journey & { readonly verdict: ReadingVerdict } {
  const reading = { ...given, observedAt: normalise(given.observedAt) };
  const { signal } = reading;
  // Only people report problems; and a healthy connection adds nothing to telemetry that arrived.
  const saysNothing =
    signal === 'reported' || (signal === 'connection' && reading.state !== 'unhealthy');
  if (saysNothing) return { ...journey, verdict: 'unchanged' };
  const record = recordOf(journey.room, signal);
  if (signal === 'connection') return applyOffline(journey, device, reading, now);
  if (hasOthers(record, device))
    return keep(journey, record, weighReport(record, device, reading, now));
  const verdict = judgeReading(record, reading);
  const applied = recordReading(record, reading, verdict, now);
  const known = verdict === 'applied' ? { ...applied.record, device } : applied.record;
  return keep(journey, record, { verdict, record: known, change: applied.change });

  function keep(
    { room, changes }: Journey,
    before: SignalRecord,
    { record: next, change, verdict }: Applied & { readonly verdict: ReadingVerdict },
  ) {
    return {
      room: next === before ? room : withRecord(room, signal, next),
      changes: change ? [...changes, change] : changes,
      verdict,
    };
  }
}

/**
 * A report that one device is offline disconnects the room when no other device may still be sending.
 * Where there is another one, the room is disconnected only when all of it has been silent for the
 * rule's time. The report is then a line of the history.
 */
function applyOffline(
  journey: Journey,
  device: string,
  reading: Reading,
  now: Instant,
): Journey & { readonly verdict: ReadingVerdict } {
  const { room, changes } = journey;
  const record = recordOf(room, 'connection');
  const isOutweighed = room.connection.status === 'connected' && hasOtherOnline(room, device);
  const verdict = isOutweighed
    ? judgeOffline(room, device, reading)
    : judgeReading(record, reading);
  const marked = withOfflineDevice(room, device, reading);
  if (isOutweighed && verdict === 'unchanged') return { room: marked, changes, verdict };
  if (isOutweighed && verdict === 'applied') {
    const told = { type: 'reading.outweighed', device, ...reading } as const;
    return { ...happen(journey, marked, told), verdict };
  }
  if (verdict === 'applied') {
    const gone = disconnect({ room: marked, changes }, reading.observedAt, 'noTelemetry');
    const told = { ...recordOf(gone.room, 'connection'), detail: reading.detail };
    return { ...gone, room: withRecord(gone.room, 'connection', told), verdict };
  }
  const kept = recordReading(record, reading, verdict, now);
  const next = kept.record === record ? room : withRecord(room, 'connection', kept.record);
  return { room: next, changes: kept.change ? [...changes, kept.change] : changes, verdict };
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
