/**
 * What was heard of a room and is no news: kept beside the room, so that a beat costs no new room,
 * and put into it when somebody has to look at the whole.
 */
import type { DeviceClock } from '../../clocks/deviceClock.ts';
import type { Fact, Telemetry } from '../../command.ts';
import { earlierOf, normalise, toInstant } from '../../instant.ts';
import type { Device, Room, SignalRecord } from '../../room.ts';
import { signalRecords } from '../../tickets/ticketState.ts';
import type { Instant } from '../../words.ts';
import { heartbeatSource } from '../sourceNames.ts';
import { heartbeatAfter } from './heartbeat.ts';

/** What was heard of a room since it was built: as new as what stands in it, or newer. */
export type Observations = {
  /**
   * When each signal was last observed, in the order of the room's signals; of the connection, when
   * it was last heard. As milliseconds: a text for each beat of each room would live just long enough
   * to be moved into the memory that is costly to clean.
   */
  readonly observedAtMs: readonly number[];
  /** What its only device last said of meetings. */
  readonly meeting: Device['meeting'];
  /** The latest heartbeat event of its app. */
  readonly heartbeat: Device['heartbeat'];
  /** What is known of the clock of each device. */
  readonly clocks: NonNullable<Room['clocks']>;
};

/** Everything that stands in the room already, to be carried on from there. */
export function observationsIn(room: Room) {
  const observedAtMs = signalRecords(room).map(([, record]) => Date.parse(record.observedAt));
  const meeting = room.devices[0]?.meeting ?? null;
  const heartbeat: Device['heartbeat'] = room.devices[0]?.heartbeat;
  return {
    observedAtMs,
    meeting,
    heartbeat,
    clocks: copyOf(room.clocks ?? {}),
  } satisfies Observations;
}

/** Clocks as somebody may note in them what was heard; kept beside a room, never shared. */
export type ObservedClocks = Record<
  string,
  { -readonly [member in keyof DeviceClock]: DeviceClock[member] }
>;

/** Notes a message that changes nothing of its device's clock but when it was heard. */
export function recordSending(
  clocks: ObservedClocks,
  { device, sent }: Pick<Telemetry, 'device' | 'sent'>,
  now: Instant,
): void {
  const clock = clocks[device];
  if (clock === undefined) return;
  clock.heardAtMs = Date.parse(now);
  if (sent === undefined) return;
  if (sent.seq !== 0) clock.seq = sent.seq;
  clock.sentAtMs = Date.parse(sent.at);
}

function copyOf(clocks: NonNullable<Room['clocks']>): ObservedClocks {
  return Object.fromEntries(
    Object.entries(clocks).map(([device, clock]) => [device, { ...clock }]),
  );
}

/** What the device says of meetings after these facts. */
export function meetingAfter(
  before: Device['meeting'],
  facts: readonly Fact[],
  now: Instant,
): Device['meeting'] {
  let meeting = before;
  for (const fact of facts) {
    if (fact.kind !== 'meeting') continue;
    const at = earlierOf(normalise(fact.at), now);
    if (meeting === null || at > meeting.at) meeting = { inMeeting: fact.inMeeting, at };
  }
  return meeting;
}

/** The latest heartbeat event of the app after these facts. */
export function latestHeartbeat(
  before: Device['heartbeat'],
  facts: readonly Fact[],
  now: Instant,
): Device['heartbeat'] {
  let heartbeat = before;
  for (const fact of facts) {
    if (fact.kind !== 'heartbeat') continue;
    heartbeat = heartbeatAfter(heartbeat, earlierOf(normalise(fact.at), now), now);
  }
  return heartbeat;
}

/** The room with what was heard since in it, as `advance` would have left it. */
export function withObservations(
  room: Room,
  { observedAtMs, meeting, heartbeat, clocks }: Observations,
): Room {
  const signals = { ...room.signals };
  for (const [place, [signal, record]] of signalRecords(room).entries()) {
    const atMs = observedAtMs[place];
    if (atMs !== undefined && atMs !== Date.parse(record.observedAt))
      signals[signal] = { ...record, observedAt: toInstant(atMs) };
  }
  const [device] = room.devices;
  const isOnly = device !== undefined && room.devices.length === 1;
  const app = signals['meeting-app'];
  // A heartbeat event that the room has already was received while the room was frozen.
  const isLater = isOnly && device.heartbeat !== heartbeat;
  if (isLater && app && heartbeat && isByHeartbeat(app, device.id, heartbeat.heardAt))
    signals['meeting-app'] = { ...app, observedAt: heartbeat.heardAt };
  const isNews = isLater || (isOnly && device.meeting !== meeting);
  const beat = heartbeat === undefined ? {} : { heartbeat };
  const devices = isNews ? [{ ...device, meeting, ...beat }] : room.devices;
  // As it is now: what is noted later belongs to a later room.
  return { ...room, signals, devices, ...(room.clocks ? { clocks: copyOf(clocks) } : {}) };
}

/** Whether the state of the app comes from heartbeat events, of which this is a later one. */
function isByHeartbeat(app: SignalRecord, device: string, heardAt: Instant): boolean {
  if (app.device !== heartbeatSource(device)) return false;
  return app.state === 'healthy' && app.observedAt < heardAt;
}

/**
 * Whether two versions of a room, their signals in the same order, differ in nothing but what
 * `withObservations` puts into one.
 */
export function differsByObservationsOnly(one: Room, other: Room): boolean {
  const { signals: _, devices, clocks: ___, ...rest } = one;
  const { signals: __, devices: otherDevices, clocks: ____, ...otherRest } = other;
  if (!areSame(rest, otherRest)) return false;
  const isSameDevice =
    devices === otherDevices ||
    (devices.length === 1 &&
      otherDevices.length === 1 &&
      areSame(butHeard(devices[0]), butHeard(otherDevices[0])));
  const records = signalRecords(one);
  const others = signalRecords(other);
  return (
    isSameDevice &&
    records.length === others.length &&
    records.every(([signal, record], place) => {
      const [otherSignal, otherRecord] = others[place] ?? [];
      return signal === otherSignal && areSameButTime(record, otherRecord);
    })
  );
}

function butHeard(device: Device | undefined): object {
  return { ...device, meeting: null, heartbeat: null };
}

function areSameButTime(one: SignalRecord, other: SignalRecord | undefined): boolean {
  if (other === undefined || one === other) return one === other;
  return areSame({ ...one, observedAt: '' }, { ...other, observedAt: '' });
}

/** Part by part, as values that are passed on unless they change. */
function areSame(one: object, other: object): boolean {
  const parts = Object.entries(one);
  return (
    parts.length === Object.keys(other).length &&
    parts.every(([name, value]) => Reflect.get(other, name) === value)
  );
}
