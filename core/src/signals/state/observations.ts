/**
 * Observations that change nothing but times. They are stored beside the room, so that a heartbeat does not
 * create a new room object, and merged into the room when the whole room is needed.
 */
import type { DeviceClock } from '../../clocks/deviceClock.ts';
import { earlierOf, normalise, toInstant } from '../../instant.ts';
import type { Device, Room, SignalRecord } from '../../room.ts';
import type { Fact, Telemetry } from '../../telemetry.ts';
import { signalRecords } from '../../tickets/ticketState.ts';
import type { Instant } from '../../words.ts';
import { heartbeatSource } from '../sourceNames.ts';
import { heartbeatAfter } from './heartbeat.ts';

/** The observations of a room since its object was created: as new as the times in the room, or newer. */
export type Observations = {
  /**
   * When each signal was last observed, in the order of the room's signals; for the connection, when
   * telemetry last arrived. In milliseconds: a string for each heartbeat of each room would live just long
   * enough to move into the old generation of the heap, where garbage collection is costly.
   */
  readonly observedAtMs: readonly number[];
  /** The latest meeting state of its only device. */
  readonly meeting: Device['meeting'];
  /** The latest heartbeat event of its app. */
  readonly heartbeat: Device['heartbeat'];
  /** The clock of each device. */
  readonly clocks: NonNullable<Room['clocks']>;
};

/** The observations that the room contains already, as a start for later ones. */
export function observationsIn(room: Room) {
  const observedAtMs = signalRecords(room).map(([, record]) => Date.parse(record.observedAt));
  const meeting = room.devices[0]?.meeting ?? null;
  const heartbeat: Device['heartbeat'] = room.devices[0]?.heartbeat;
  return {
    observedAtMs,
    meeting,
    heartbeat,
    clocks: copyClocks(room.clocks ?? {}),
  } satisfies Observations;
}

/** Mutable clocks, stored beside one room and never shared. */
export type ObservedClocks = Record<
  string,
  { -readonly [member in keyof DeviceClock]: DeviceClock[member] }
>;

/** Records a message that changes only the last times and the sequence number of its device's clock. */
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

function copyClocks(clocks: NonNullable<Room['clocks']>): ObservedClocks {
  return Object.fromEntries(
    Object.entries(clocks).map(([device, clock]) => [device, { ...clock }]),
  );
}

/** The meeting state of the device after these facts. */
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

/** The room with the observations merged, as `advance` would have returned it. */
export function withObservations(
  room: Room,
  { observedAtMs, meeting, heartbeat, clocks }: Observations,
): Room {
  const signals = { ...room.signals };
  for (const [index, [signal, record]] of signalRecords(room).entries()) {
    const atMs = observedAtMs[index];
    if (atMs !== undefined && atMs !== Date.parse(record.observedAt))
      signals[signal] = { ...record, observedAt: toInstant(atMs) };
  }
  const [device] = room.devices;
  const isOnly = device !== undefined && room.devices.length === 1;
  const app = signals['meeting-app'];
  // A heartbeat event that the room contains already arrived while the room was frozen.
  const isLater = isOnly && device.heartbeat !== heartbeat;
  if (isLater && app && heartbeat && isByHeartbeat(app, device.id, heartbeat.heardAt))
    signals['meeting-app'] = { ...app, observedAt: heartbeat.heardAt };
  const isChanged = isLater || (isOnly && device.meeting !== meeting);
  const heartbeatPart = heartbeat === undefined ? {} : { heartbeat };
  const devices = isChanged ? [{ ...device, meeting, ...heartbeatPart }] : room.devices;
  // A copy: later observations belong to a later room.
  return { ...room, signals, devices, ...(room.clocks ? { clocks: copyClocks(clocks) } : {}) };
}

/** Whether the state of the app comes from heartbeat events, and this event is a later one. */
function isByHeartbeat(app: SignalRecord, device: string, heardAt: Instant): boolean {
  if (app.device !== heartbeatSource(device)) return false;
  return app.state === 'healthy' && app.observedAt < heardAt;
}

/**
 * Whether two versions of a room, with their signals in the same order, differ only in values that
 * `withObservations` sets.
 */
export function differsByObservationsOnly(one: Room, other: Room): boolean {
  const { signals: _, devices, clocks: ___, ...rest } = one;
  const { signals: __, devices: otherDevices, clocks: ____, ...otherRest } = other;
  if (!areSame(rest, otherRest)) return false;
  const isSameDevice =
    devices === otherDevices ||
    (devices.length === 1 &&
      otherDevices.length === 1 &&
      areSame(withoutObservations(devices[0]), withoutObservations(otherDevices[0])));
  const records = signalRecords(one);
  const others = signalRecords(other);
  return (
    isSameDevice &&
    records.length === others.length &&
    records.every(([signal, record], index) => {
      const [otherSignal, otherRecord] = others[index] ?? [];
      return signal === otherSignal && areSameButTime(record, otherRecord);
    })
  );
}

function withoutObservations(device: Device | undefined): object {
  return { ...device, meeting: null, heartbeat: null };
}

function areSameButTime(one: SignalRecord, other: SignalRecord | undefined): boolean {
  if (other === undefined || one === other) return one === other;
  return areSame({ ...one, observedAt: '' }, { ...other, observedAt: '' });
}

/** Compares member by member and by identity, because unchanged values are reused. */
function areSame(one: object, other: object): boolean {
  const parts = Object.entries(one);
  return (
    parts.length === Object.keys(other).length &&
    parts.every(([name, value]) => Reflect.get(other, name) === value)
  );
}
