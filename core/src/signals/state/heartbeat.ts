/**
 * The meeting app by its own heartbeat events: while a device sends telemetry and the app on it writes
 * no heartbeat event any more, `meeting-app` is unhealthy. A source of its own beside what the device
 * reports of the app's process: the worse of the two counts, and neither clears the other.
 */
import { between, instantAfter } from '../../instant.ts';
import type { Device, Room } from '../../room.ts';
import type { Draft } from '../../tickets/draft.ts';
import { findRecord, isFrozen, withRecord } from '../../tickets/ticketState.ts';
import type { Instant, ReadingState, SignalId } from '../../words.ts';
import type { Rules } from '../rules/rule.ts';
import { heartbeatSource } from '../sourceNames.ts';
import { findReport, recordReport, withoutReport } from './severalDevices.ts';

const signal: SignalId = 'meeting-app';
const detail = 'The heartbeat events of the app have stopped.';

/** Brings what the heartbeat events say up to date; a device that never sent one says nothing. */
export function evaluateHeartbeats(journey: Draft, rules: Rules, now: Instant): Draft {
  let next = journey;
  for (const device of journey.room.devices) {
    if (device.heartbeat) next = judgeHeartbeat(next, device, device.heartbeat, rules, now);
  }
  return next;
}

/** When a device's heartbeat events will have been missing for too long; `null`: nothing is due. */
export function heartbeatDue(room: Room, rules: Rules): Instant | null {
  if (isFrozen(room, signal) || rules.listening?.isShared) return null;
  let due: Instant | null = null;
  for (const { id, heartbeat } of room.devices) {
    const isHealthy =
      findReport(findRecord(room, signal), heartbeatSource(id))?.state === 'healthy';
    if (!heartbeat || !isHealthy) continue;
    const at = instantAfter(countsFrom(room, id, heartbeat, rules), rules.heartbeat.silentAfterMs);
    if (due === null || at < due) due = at;
  }
  return due;
}

/** Whether a further heartbeat event of a room's only device is no news. */
export function expectsHeartbeat({ devices, signals }: Room): boolean {
  const [device, ...others] = devices;
  const record = signals[signal];
  if (device === undefined || others.length > 0 || record === undefined) return false;
  return findReport(record, heartbeatSource(device.id))?.state === 'healthy';
}

/** The latest heartbeat event after another of that time; one that is sent again is no other. */
export function heartbeatAfter(
  before: Device['heartbeat'],
  at: Instant,
  heardAt: Instant,
): NonNullable<Device['heartbeat']> {
  return before && at <= before.at ? before : { at, heardAt };
}

function judgeHeartbeat(
  journey: Draft,
  { id }: Device,
  heartbeat: NonNullable<Device['heartbeat']>,
  rules: Rules,
  now: Instant,
): Draft {
  const { room } = journey;
  const { silentAfterMs } = rules.heartbeat;
  if (isFrozen(room, signal)) return journey;
  // Where the log cannot be read, missing events prove nothing.
  if (logReport(room, id)?.state === 'unhealthy') return withdraw(journey, id, now);
  const { heardAt } = heartbeat;
  if (between(heardAt, now) < silentAfterMs) return say(journey, id, 'healthy', heardAt, now);
  if (rules.listening?.isShared) return journey;
  const from = countsFrom(room, id, heartbeat, rules);
  if (between(from, now) < silentAfterMs || !hasSentSince(room, id, from, rules)) return journey;
  if (mayBeInBacklog(room, id, from, rules, now)) return journey;
  return say(journey, id, 'unhealthy', from, now);
}

/**
 * Since when heartbeat events are missing: after the latest one, and after everything that could have
 * kept us from hearing the next: a disconnection, our own restart, a log that could not be read.
 */
function countsFrom(
  room: Room,
  device: string,
  { heardAt }: NonNullable<Device['heartbeat']>,
  { listening }: Rules,
): Instant {
  const log = findRecord(room, 'event-log');
  const isReadable = log.state === 'healthy' && log.device === device;
  return [
    heardAt,
    findRecord(room, 'connection').since,
    ...(listening ? [listening.since] : []),
    ...(isReadable ? [log.since] : []),
  ].reduce((one, other) => (other > one ? other : one));
}

/** Whether the device went on sending: half of the time must have passed before its last message. */
function hasSentSince({ clocks }: Room, device: string, from: Instant, rules: Rules): boolean {
  const clock = clocks?.[device];
  if (clock === undefined) return false;
  const sentAtMs = clock.sentAtMs + clock.shiftMs;
  return sentAtMs - Date.parse(from) >= rules.heartbeat.silentAfterMs / 2;
}

/**
 * Whether events may follow that the device could not send: a request of a backlog has just been received.
 * A device that sends without a pause waits twice the time; after a longer backlog it was disconnected.
 */
function mayBeInBacklog(
  { clocks }: Room,
  device: string,
  from: Instant,
  rules: Rules,
  now: Instant,
): boolean {
  const heardAtMs = clocks?.[device]?.heardAtMs ?? 0;
  const isJustHeard = Date.parse(now) - heardAtMs < rules.clock.onItsWayMs;
  return isJustHeard && between(from, now) < 2 * rules.heartbeat.silentAfterMs;
}

function logReport(room: Room, device: string) {
  return findReport(findRecord(room, 'event-log'), device);
}

/** Takes back what the heartbeat events said: by them, the app is unknown. */
function withdraw(journey: Draft, device: string, now: Instant): Draft {
  const record = findRecord(journey.room, signal);
  const rest = withoutReport(record, heartbeatSource(device), now);
  return rest === record ? journey : { ...journey, room: withRecord(journey.room, signal, rest) };
}

function say(
  { room, changes }: Draft,
  device: string,
  state: Extract<ReadingState, 'healthy' | 'unhealthy'>,
  since: Instant,
  now: Instant,
): Draft {
  const record = findRecord(room, signal);
  const source = heartbeatSource(device);
  const isKnown = findReport(record, source)?.state === state;
  if (isKnown && state === 'healthy' && record.device === source && record.observedAt < since) {
    const heard = { ...record, observedAt: since };
    return { room: withRecord(room, signal, heard), changes };
  }
  if (isKnown) return { room, changes };
  const observedAt = state === 'healthy' ? since : now;
  const report = { device: source, state, detail: state === 'healthy' ? '' : detail, observedAt };
  const placed = recordReport(record, signal, report, { since, stoodAt: now }, now);
  return {
    room: withRecord(room, signal, placed.record),
    changes: placed.change ? [...changes, placed.change] : changes,
  };
}
