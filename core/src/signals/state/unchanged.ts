/**
 * Telemetry that says nothing new, told without building a room: nearly all the telemetry there is.
 * Whatever is not plainly nothing new is left to `advance`, and so is every doubt.
 */

import { isReported } from '../../clocks/clockOffset.ts';
import { awaitsProof } from '../../clocks/confirmation.ts';
import { correctTimes } from '../../clocks/correctTimes.ts';
import type { DeviceClock, Sending } from '../../clocks/deviceClock.ts';
import type { Fact, RawReading, Telemetry } from '../../command.ts';
import { isSameDevice } from '../../devices/deviceId.ts';
import { normalise } from '../../instant.ts';
import type { Device, Room } from '../../room.ts';
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

/** A room at rest: until `dueAt` only news can change it, as long as these rules hold. */
export type IdleState = {
  readonly from: Instant;
  readonly dueAt: Instant | null;
  readonly rules: Rules;
  /** What is known of its signals. */
  readonly known: Expected;
  /** The only device that speaks of it; `null`: there are several. */
  readonly speaker: Pick<Device, 'id' | 'agentVersion'> | null;
  /**
   * The ids of its devices as the room spells them. A message of another one, of one that was reported
   * offline, or in another spelling takes more than a look.
   */
  readonly online: ReadonlySet<string>;
  /** Whether word of meetings may be noted without the platform acting on it. */
  readonly takesMeetings: boolean;
  /** Whether a further heartbeat event of the app is no news. */
  readonly takesHeartbeats: boolean;
};

/** Whether the room is at rest now; `null`: something is under way, so every message is looked at. */
export function idleStateOf(room: Room, given: Rules, now: Instant): IdleState | null {
  const connection = room.signals.connection;
  const isHeard = room.connection.status === 'connected' && connection?.state === 'healthy';
  if (!isHeard || connection.detail !== '') return null;
  if (room.enrolment === 'retired' || room.command !== null || room.rejected) return null;
  const rules = rulesFor(given, room);
  if (settle({ room, changes: [] }, rules, now).room !== room) return null;
  const isInvestigating = signalRecords(room).some(
    ([, record]) => findOpenTicket(record)?.status === 'systemInvestigating',
  );
  const takesMeetings = room.devices.length === 1 && !isInvestigating;
  const speaker = speakerOf(room);
  const known = expectedOf(room, speaker?.id ?? null, rules, now);
  const online = new Set(onlineDevices(room).values());
  const takesHeartbeats = expectsHeartbeat(room);
  const dueAt = nextDue(room, rules, now);
  return { from: now, dueAt, rules, known, speaker, online, takesMeetings, takesHeartbeats };
}

/** A device of which nothing is known but what it read has no place among the room's devices yet. */
function speakerOf(room: Room): IdleState['speaker'] {
  const [id, ...others] = listDevices(room).values();
  if (id === undefined || others.length > 0) return null;
  return { id, agentVersion: room.devices[0]?.agentVersion ?? null };
}

/** Whether nothing but news can change the room at this time, by these rules. */
function isStillAtRest(room: Room, rest: IdleState, given: Rules, now: Instant): boolean {
  if (now < rest.from || (rest.dueAt !== null && rest.dueAt <= now)) return false;
  return rulesFor(given, room) === rest.rules;
}

/** A message as it came, of which nothing was read but who sent it. */
export type Unread = {
  readonly device: string;
  /** The version of the Monitoring Software; empty when it is not told. */
  readonly agent: string;
  readonly items: readonly unknown[];
  /** Left out: its times are in our time already. */
  readonly sent?: Sending;
};

/**
 * What a message tells, where a glance is enough to say that `isUnchanged` would be true of it and
 * that no item of it would be refused; `null` where it is not.
 */
export function unchangedByFastPath(
  room: Room,
  rest: IdleState,
  heard: Observations,
  { device, agent, items, sent }: Unread,
  span: Span,
  given: Rules,
  now: Instant,
): Match | null {
  if (device !== rest.speaker?.id || !isStillAtRest(room, rest, given, now)) return null;
  const clock = heard.clocks[device];
  if (clock === undefined || clock.shiftMs !== 0) return null;
  if (sent !== undefined && !isInTime(clock, sent, rest.rules, now)) return null;
  if (agent !== '' && agent !== rest.speaker.agentVersion) return null;
  const told = matchesKnownState(items, rest.known, heard.observedAtMs, span);
  // What is observed after it was sent is set back.
  return told !== null && isAfter(told.atMs, sent, rest.rules) ? null : told;
}

function isAfter(atMs: number, sent: Sending | undefined, { clock }: Rules): boolean {
  return sent !== undefined && atMs - Date.parse(sent.at) > clock.agreesWithinMs;
}

/** Whether a message of a clock that is right came in its order and in time. */
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
 * Whether `advance` would find each reading unchanged, and nothing else to change, in this room with
 * what was heard since. False where it takes more than a look to tell.
 */
export function isUnchanged(
  room: Room,
  rest: IdleState,
  heard: Observations,
  message: Telemetry,
  given: Rules,
  now: Instant,
): boolean {
  const { device, facts } = message;
  if (message.rejected || !isStillAtRest(room, rest, given, now)) return false;
  if (message.isSignOfLife === false || !rest.online.has(device)) return false;
  const readings = readingsAsBefore(heard.clocks, message, rest.rules, now);
  if (readings === null) return false;
  // Times of events are compared as they are sent.
  const isShifted = heard.clocks[device]?.shiftMs !== 0;
  if (isShifted && facts.some(({ kind }) => kind === 'heartbeat')) return false;
  if (facts.length > 0 && !areKnown(facts, room, device, rest)) return false;
  // A signal told twice would have to be compared with what the message itself has just said.
  if (!areDistinct(readings)) return false;
  return readings.every((reading) => isKnown(reading, room, rest, heard, device, now));
}

/** The readings in our time, where the message changes nothing of what is known of its device's clock. */
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

/** Short lists are compared in place: this stands in the path of every message. */
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

function isKnown(
  { signal, state, detail, observedAt, shiftMs }: RawReading,
  room: Room,
  { known: { places }, rules }: IdleState,
  heard: Observations,
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
  const place = places.get(signal);
  return place !== undefined && Date.parse(observedAt) > (heard.observedAtMs[place] ?? Infinity);
}

function areKnown(facts: readonly Fact[], room: Room, device: string, rest: IdleState): boolean {
  const known = room.devices.find(({ id }) => isSameDevice(id, device));
  return known !== undefined && facts.every((fact) => isOld(fact, known, rest));
}

function isOld(fact: Fact, known: Device, rest: IdleState): boolean {
  switch (fact.kind) {
    case 'software':
      return known[`${fact.what}Version`] === fact.version;
    case 'address':
      return known.address === fact.address;
    case 'restarted':
      return known.lastRestartAt !== null && normalise(fact.at) <= known.lastRestartAt;
    case 'meeting':
      // That a meeting began or ended is news.
      return rest.takesMeetings && known.meeting?.inMeeting === fact.inMeeting;
    case 'heartbeat':
      return rest.takesHeartbeats;
    case 'format':
      return known.formats?.includes(fact.format) === true;
    // No command is pending in a room at rest, so that nobody waits for a result.
    case 'result':
      return true;
  }
}
