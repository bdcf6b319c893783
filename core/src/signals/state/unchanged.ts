/**
 * Recognises telemetry that changes nothing, without creating a room object. Nearly all telemetry is of
 * this kind. In any doubt, `advance` decides.
 */

import { isReported } from '../../clocks/clockOffset.ts';
import { awaitsProof } from '../../clocks/confirmation.ts';
import { correctTimes } from '../../clocks/correctTimes.ts';
import type { DeviceClock, Sending } from '../../clocks/deviceClock.ts';
import { isSameDevice } from '../../devices/deviceId.ts';
import { normalise } from '../../instant.ts';
import type { Device, Room } from '../../room.ts';
import type { Fact, RawReading, Telemetry } from '../../telemetry.ts';
import { nextDue, settle } from '../../tickets/settle.ts';
import { findOpenTicket, signalRecords } from '../../tickets/ticketState.ts';
import type { Instant } from '../../words.ts';
import { appliesIn } from '../catalogue.ts';
import { ruleFor } from '../rules/defaultRules.ts';
import { rulesFor } from '../rules/overrides.ts';
import type { Rules } from '../rules/rule.ts';
import { type Expected, expectedOf, type Match, matchesKnownState, type Span } from './fastPath.ts';
import { expectsHeartbeat } from './heartbeat.ts';
import type { Observations } from './observations.ts';
import { isOfAnother, listDevices, onlineDevices } from './severalDevices.ts';

/** An idle room: until `dueAt`, only an input that differs can change it while these rules apply. */
export type IdleState = {
  readonly from: Instant;
  readonly dueAt: Instant | null;
  /** The rules of all rooms, and the rules of this room. */
  readonly given: Rules;
  readonly rules: Rules;
  /** The expected readings of its signals. */
  readonly known: Expected;
  /** The room's only device; `null`: it has several. */
  readonly onlyDevice: Pick<Device, 'id' | 'agentVersion'> | null;
  /**
   * The ids of its online devices as the room spells them. `advance` decides about a message of any other
   * device, of a device that was reported offline, or with another spelling.
   */
  readonly online: ReadonlySet<string>;
  /** Whether a repeated meeting state needs no action of the platform. */
  readonly ignoresMeetings: boolean;
  /** Whether a further heartbeat event of the app changes nothing. */
  readonly ignoresHeartbeats: boolean;
};

/** The idle state of the room; `null`: the room is not idle, so `advance` decides about every message. */
export function idleStateOf(room: Room, given: Rules, now: Instant): IdleState | null {
  const connection = room.signals.connection;
  const isConnected = room.connection.status === 'connected' && connection?.state === 'healthy';
  if (!isConnected || connection.detail !== '') return null;
  if (room.enrolment === 'retired' || room.command !== null || room.rejected) return null;
  const rules = rulesFor(given, room);
  if (settle({ room, changes: [] }, rules, now).room !== room) return null;
  const isInvestigating = signalRecords(room).some(
    ([, record]) => findOpenTicket(record)?.status === 'systemInvestigating',
  );
  const ignoresMeetings = room.devices.length === 1 && !isInvestigating;
  const onlyDevice = findOnlyDevice(room);
  const known = expectedOf(room, onlyDevice?.id ?? null, rules, now);
  const online = new Set(onlineDevices(room).values());
  const ignoresHeartbeats = expectsHeartbeat(room);
  const dueAt = nextDue(room, rules, now);
  return {
    from: now,
    dueAt,
    given,
    rules,
    known,
    onlyDevice,
    online,
    ignoresMeetings,
    ignoresHeartbeats,
  };
}

/** The room's only device; `null`: it has none or several. `room.devices` does not contain a device without facts. */
function findOnlyDevice(room: Room): IdleState['onlyDevice'] {
  const [id, ...others] = listDevices(room).values();
  if (id === undefined || others.length > 0) return null;
  return { id, agentVersion: room.devices[0]?.agentVersion ?? null };
}

/** Whether the room is still idle at this time and under these rules. */
function isStillIdle(idle: IdleState, given: Rules, now: Instant): boolean {
  return given === idle.given && now >= idle.from && (idle.dueAt === null || now < idle.dueAt);
}

/** A message before its items are parsed; only its sender is known. */
export type Unread = {
  readonly device: string;
  /** The version of the Monitoring Software; empty when the message does not contain it. */
  readonly agent: string;
  readonly items: readonly unknown[];
  /** Absent: the times are in server time already. */
  readonly sent?: Sending;
};

/**
 * The match of a message for which the fast path proves that `isUnchanged` would return true and that no
 * item would be rejected; `null` where the fast path cannot decide.
 */
export function unchangedByFastPath(
  idle: IdleState,
  observations: Observations,
  { device, agent, items, sent }: Unread,
  span: Span,
  given: Rules,
  now: Instant,
): Match | null {
  if (device !== idle.onlyDevice?.id || !isStillIdle(idle, given, now)) return null;
  const clock = observations.clocks[device];
  if (clock === undefined || clock.shiftMs !== 0) return null;
  if (sent !== undefined && !isInTime(clock, sent, idle.rules, now)) return null;
  if (agent !== '' && agent !== idle.onlyDevice.agentVersion) return null;
  const match = matchesKnownState(items, idle.known, observations.observedAtMs, span);
  // `advance` corrects an observation time that is later than the sending.
  return match !== null && isAfter(match.atMs, sent, idle.rules) ? null : match;
}

function isAfter(atMs: number, sent: Sending | undefined, { clock }: Rules): boolean {
  return sent !== undefined && atMs - Date.parse(sent.at) > clock.agreesWithinMs;
}

/** Whether a message of a device with a correct clock arrived in order and in time. */
function isInTime(
  clock: DeviceClock,
  { seq, at, takenAt }: Sending,
  rules: Rules,
  now: Instant,
): boolean {
  const sentAtMs = Date.parse(at);
  const isNext = seq === 0 || clock.seq === 0 ? sentAtMs > clock.sentAtMs : seq > clock.seq;
  if (!isNext || sentAtMs < clock.sentAtMs || !isReported(clock, rules)) return false;
  const delayMs = Date.parse(takenAt ?? now) - sentAtMs;
  return delayMs >= -rules.clock.agreesWithinMs && delayMs <= rules.clock.onItsWayMs;
}

/**
 * Whether `advance` would find every reading unchanged and change nothing else in this room with these
 * observations. False in any doubt.
 */
export function isUnchanged(
  room: Room,
  idle: IdleState,
  observations: Observations,
  message: Telemetry,
  given: Rules,
  now: Instant,
): boolean {
  const { device, facts } = message;
  if (message.rejected || !isStillIdle(idle, given, now)) return false;
  if (message.isSignOfLife === false || !idle.online.has(device)) return false;
  const readings = readingsAsBefore(observations.clocks, message, idle.rules, now);
  if (readings === null) return false;
  // The times of heartbeat events are compared without a correction.
  const isCorrected = observations.clocks[device]?.shiftMs !== 0;
  if (isCorrected && facts.some(({ kind }) => kind === 'heartbeat')) return false;
  if (facts.length > 0 && !areKnownFacts(facts, room, device, idle)) return false;
  // A second reading of a signal would need a comparison with the first one in the same message.
  if (!areDistinct(readings)) return false;
  return readings.every((reading) =>
    isKnownReading(reading, room, idle, observations, device, now),
  );
}

/** The readings in server time; `null` when the message changes the correction of its device's clock. */
export function readingsAsBefore(
  clocks: Room['clocks'],
  message: Telemetry,
  rules: Rules,
  now: Instant,
): readonly RawReading[] | null {
  const known = clocks?.[message.device];
  if (known === undefined || !isReported(known, rules)) return null;
  const { clock, isNext, readings } = correctTimes(clocks, message, rules, now);
  const isAsBefore = isNext && clock.shiftMs === known.shiftMs && clock.earlier === known.earlier;
  return isAsBefore ? readings : null;
}

/** Compares short lists without a set, because this code runs for every message. */
function areDistinct(readings: readonly RawReading[]): boolean {
  if (readings.length > 24)
    return new Set(readings.map(({ signal }) => signal)).size === readings.length;
  for (let index = 1; index < readings.length; index += 1) {
    const signal = readings[index]?.signal;
    for (let other = 0; other < index; other += 1) {
      if (readings[other]?.signal === signal) return false;
    }
  }
  return true;
}

function isKnownReading(
  { signal, state, detail, observedAt, shiftMs }: RawReading,
  room: Room,
  { known: { slots }, rules }: IdleState,
  observations: Observations,
  device: string,
  now: Instant,
): boolean {
  if (signal === 'display:all' || signal === 'reported') return false;
  if (signal === 'connection') return state !== 'unhealthy';
  const record = room.signals[signal];
  if (record === undefined || isOfAnother(record, device)) return false;
  if (record.shiftMs !== shiftMs || awaitsProof(ruleFor(rules, signal), record, now)) return false;
  const applying = appliesIn(room.meetingMode, signal) ? state : 'notApplicable';
  if (record.state !== applying) return false;
  if (applying === 'unhealthy' && record.detail !== detail) return false;
  const place = slots.get(signal);
  return (
    place !== undefined && Date.parse(observedAt) > (observations.observedAtMs[place] ?? Infinity)
  );
}

function areKnownFacts(
  facts: readonly Fact[],
  room: Room,
  device: string,
  idle: IdleState,
): boolean {
  const known = room.devices.find(({ id }) => isSameDevice(id, device));
  return known !== undefined && facts.every((fact) => isKnownFact(fact, known, idle));
}

function isKnownFact(fact: Fact, known: Device, idle: IdleState): boolean {
  switch (fact.kind) {
    case 'software':
      return known[`${fact.what}Version`] === fact.version;
    case 'address':
      return known.address === fact.address;
    case 'restarted':
      return known.lastRestartAt !== null && normalise(fact.at) <= known.lastRestartAt;
    case 'meeting':
      // The start or the end of a meeting is a change.
      return idle.ignoresMeetings && known.meeting?.inMeeting === fact.inMeeting;
    case 'heartbeat':
      return idle.ignoresHeartbeats;
    case 'format':
      return known.formats?.includes(fact.format) === true;
    // An idle room has no pending command, so a result changes nothing.
    case 'result':
      return true;
  }
}
