/** Telemetry meets the room: each reading is applied, or found late, doubled or unchanged. */
import type { Change } from '../change.ts';
import type { Fact, Input, ReadingVerdict } from '../command.ts';
import { between, instantAfter, normalise, sooner } from '../instant.ts';
import type { Device, Room, SignalRecord, Streak } from '../room.ts';
import type { Journey } from '../tickets/settle.ts';
import { recordOf, recordsOf, withRecord } from '../tickets/standing.ts';
import type { DisconnectedReason, Instant, Reading } from '../words.ts';
import { expandReadings } from './expand.ts';

type Telemetry = Extract<Input, { kind: 'telemetry' }>;
type Applied = { readonly record: SignalRecord; readonly change: Change | null };

const lateKept = 5;
const streaksKept = 5;

/** Applies a message's readings and facts; one verdict per reading as it was sent. */
export function applyTelemetry(
  room: Room,
  input: Telemetry,
  now: Instant,
): Journey & { readonly verdicts: readonly ReadingVerdict[] } {
  const said = (state: string) =>
    input.readings.some((one) => one.signal === 'connection' && one.state === state);
  let journey: Journey = { room, changes: [] };
  if (!said('unhealthy')) journey = reconnect(journey, now);
  journey = applyFacts(journey, input.device, input.facts);
  const verdicts: ReadingVerdict[] = input.readings.map(() => 'duplicate');
  const expanded = expandReadings(input.readings, {
    expectedDisplays: room.expectedDisplays,
    knownDisplays: recordsOf(room)
      .map(([signal]) => signal)
      .filter((id) => id.startsWith('display:')),
    mode: room.meetingMode,
  });
  for (const { reading, from } of expanded) {
    const { verdict, ...next } = applyReading(journey, reading, now);
    journey = next;
    verdicts[from] = stronger(verdicts[from] ?? 'duplicate', verdict);
  }
  return { ...journey, verdicts };
}

/** Marks the room disconnected since then, unless it is already. */
export function disconnect(journey: Journey, since: Instant, reason: DisconnectedReason): Journey {
  const record = recordOf(journey.room, 'connection');
  if (record.state === 'unhealthy') return journey;
  const { connection } = journey.room;
  const start = connection.status === 'disconnected' ? connection.since : since;
  const silent: SignalRecord = {
    ...record,
    state: 'unhealthy',
    detail: '',
    observedAt: start,
    since: start,
    countsFrom: start,
  };
  const room: Room = {
    ...journey.room,
    connection: { status: 'disconnected', reason, since: start },
  };
  return {
    room: withRecord(room, 'connection', silent),
    changes: [
      ...journey.changes,
      { type: 'room.disconnected', signal: 'connection', since: start, reason },
    ],
  };
}

/** Telemetry arrives: the room is connected, and clocks that stood still go on from now. */
function reconnect(journey: Journey, now: Instant): Journey {
  const { room, changes } = journey;
  const before = recordOf(room, 'connection');
  const heard: SignalRecord = { ...before, state: 'healthy', detail: '', observedAt: now };
  if (room.connection.status === 'connected') {
    return { room: withRecord(room, 'connection', heard), changes };
  }
  const { since } = room.connection;
  const awake = thaw({ ...room, connection: { status: 'connected' } }, between(since, now), now);
  const record = { ...heard, since: now, countsFrom: now };
  return {
    room: withRecord(awake, 'connection', record),
    changes: [
      ...changes,
      { type: 'room.connected', signal: 'connection', disconnectedSince: since },
    ],
  };
}

/** Moves every frozen clock forward by the time nobody could know anything. */
function thaw(room: Room, frozenMs: number, now: Instant): Room {
  let next = room;
  for (const [signal, record] of recordsOf(room)) {
    if (signal === 'connection') continue;
    const { ticket } = record;
    const later = (at: Instant | null) => (at === null ? null : instantAfter(at, frozenMs));
    next = withRecord(next, signal, {
      ...record,
      countsFrom: record.state === 'unhealthy' ? now : record.countsFrom,
      ticket: ticket && {
        ...ticket,
        investigatesUntil: later(ticket.investigatesUntil),
        escalatesAt: later(ticket.escalatesAt),
      },
    });
  }
  return next;
}

function applyReading(
  journey: Journey,
  given: Reading,
  now: Instant,
): Journey & { readonly verdict: ReadingVerdict } {
  const reading = { ...given, observedAt: normalise(given.observedAt) };
  const { signal } = reading;
  const record = recordOf(journey.room, signal);
  // That telemetry arrived has already been noted; a healthy connection adds nothing to it.
  if (signal === 'connection' && reading.state !== 'unhealthy') {
    return { ...journey, verdict: 'unchanged' };
  }
  const verdict = judge(record, reading);
  if (signal === 'connection' && verdict === 'applied') {
    return { ...disconnect(journey, reading.observedAt, 'noTelemetry'), verdict };
  }
  const { record: next, change } = recordReading(record, reading, verdict, now);
  return {
    room: next === record ? journey.room : withRecord(journey.room, signal, next),
    changes: change ? [...journey.changes, change] : journey.changes,
    verdict,
  };
}

/** Compares a reading with the last applied one. At the same instant the worse of two counts. */
function judge(record: SignalRecord, reading: Reading): ReadingVerdict {
  const isSame =
    record.state === reading.state &&
    (reading.state !== 'unhealthy' || record.detail === reading.detail);
  if (reading.observedAt > record.observedAt) return isSame ? 'unchanged' : 'applied';
  const isWorse = reading.state === 'unhealthy' && record.state !== 'unhealthy';
  if (reading.observedAt === record.observedAt && isWorse) return 'applied';
  const isKnown = record.late.includes(lateKey(reading)) || fitsStreaks(record, reading);
  return isKnown ? 'duplicate' : 'late';
}

/** Whether an old reading says what is known of its time already, as when a message is sent again. */
function fitsStreaks(record: SignalRecord, { state, observedAt }: Reading): boolean {
  const streaks = streaksOf(record);
  return streaks.some((streak, index) => {
    const end = streaks[index + 1]?.since ?? record.observedAt;
    return streak.state === state && streak.since <= observedAt && observedAt <= end;
  });
}

function streaksOf(record: SignalRecord): readonly Streak[] {
  return [...record.earlier, { state: record.state, since: record.since }];
}

function recordReading(
  record: SignalRecord,
  reading: Reading,
  verdict: ReadingVerdict,
  now: Instant,
): Applied {
  const { signal, state, detail, observedAt } = reading;
  switch (verdict) {
    case 'duplicate':
      return { record, change: null };
    case 'unchanged':
      return { record: { ...record, observedAt }, change: null };
    case 'late':
      return {
        record: { ...record, late: [...record.late, lateKey(reading)].slice(-lateKept) },
        change: { type: 'reading.late', signal, state, detail, observedAt },
      };
    case 'applied': {
      const turned = record.state !== state;
      const before = record.state === 'unknown' ? null : record.state;
      return {
        record: {
          ...record,
          state,
          detail,
          observedAt,
          earlier: turned ? streaksOf(record).slice(-streaksKept) : record.earlier,
          since: turned ? observedAt : record.since,
          countsFrom: turned ? sooner(observedAt, now) : record.countsFrom,
        },
        change: { type: 'reading.changed', signal, before, after: state, detail, observedAt },
      };
    }
  }
}

function lateKey(reading: Reading): string {
  return `${reading.observedAt}|${reading.state}`;
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

function applyFacts(journey: Journey, deviceId: string, facts: readonly Fact[]): Journey {
  let device: Device = journey.room.devices.find((one) => one.id === deviceId) ?? {
    id: deviceId,
    appVersion: null,
    osVersion: null,
    agentVersion: null,
    restarts: 0,
    lastRestartAt: null,
  };
  const known = device;
  const changes: Change[] = [];
  for (const fact of facts) {
    if (fact.kind === 'restarted') {
      const at = normalise(fact.at);
      if (device.lastRestartAt !== null && at <= device.lastRestartAt) continue;
      device = { ...device, restarts: device.restarts + 1, lastRestartAt: at };
      changes.push({ type: 'app.restarted', device: deviceId, at });
      continue;
    }
    if (fact.kind !== 'software') continue;
    const field = `${fact.what}Version` as const;
    const before = device[field];
    if (before === fact.version) continue;
    device = { ...device, [field]: fact.version };
    changes.push({
      type: 'software.changed',
      device: deviceId,
      what: fact.what,
      before,
      after: fact.version,
    });
  }
  if (device === known) return journey;
  const others = journey.room.devices.filter((one) => one.id !== deviceId);
  return {
    room: { ...journey.room, devices: [...others, device] },
    changes: [...journey.changes, ...changes],
  };
}
