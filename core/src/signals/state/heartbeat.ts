/**
 * The state of the meeting app by its heartbeat events. While a device sends telemetry but its app writes
 * no heartbeat events any more, `meeting-app` is unhealthy. This source is separate from the device's
 * report about the app's process: the worse of the two counts, and neither clears the other.
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

/** Updates the state of the app from the heartbeat events of each device that has sent one. */
export function evaluateHeartbeats(draft: Draft, rules: Rules, now: Instant): Draft {
  let next = draft;
  for (const device of draft.room.devices) {
    if (device.heartbeat) next = evaluateDevice(next, device, device.heartbeat, rules, now);
  }
  return next;
}

/** When a device's heartbeat events will have been missing for too long; `null`: no check is due. */
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

/** Whether a further heartbeat event of a room's only device changes nothing. */
export function expectsHeartbeat({ devices, signals }: Room): boolean {
  const [device, ...others] = devices;
  const record = signals[signal];
  if (device === undefined || others.length > 0 || record === undefined) return false;
  return findReport(record, heartbeatSource(device.id))?.state === 'healthy';
}

/** The latest heartbeat event after one with the time `at`; an event that is sent again changes nothing. */
export function heartbeatAfter(
  before: Device['heartbeat'],
  at: Instant,
  heardAt: Instant,
): NonNullable<Device['heartbeat']> {
  return before && at <= before.at ? before : { at, heardAt };
}

function evaluateDevice(
  draft: Draft,
  { id }: Device,
  heartbeat: NonNullable<Device['heartbeat']>,
  rules: Rules,
  now: Instant,
): Draft {
  const { room } = draft;
  const { silentAfterMs } = rules.heartbeat;
  if (isFrozen(room, signal)) return draft;
  // When the event log cannot be read, missing events prove nothing.
  if (logReport(room, id)?.state === 'unhealthy') return removeReport(draft, id, now);
  const { heardAt } = heartbeat;
  if (between(heardAt, now) < silentAfterMs) return recordState(draft, id, 'healthy', heardAt, now);
  if (rules.listening?.isShared) return draft;
  const from = countsFrom(room, id, heartbeat, rules);
  if (between(from, now) < silentAfterMs || !hasSentSince(room, id, from, rules)) return draft;
  if (mayBeInBacklog(room, id, from, rules, now)) return draft;
  return recordState(draft, id, 'unhealthy', from, now);
}

/**
 * Since when heartbeat events are missing: from the latest event, or from the end of the latest gap in
 * which the platform could not receive one (a disconnection, a restart of the platform, an unreadable log).
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

/** Whether the device continued to send: at least half of the time passed before its last message. */
function hasSentSince({ clocks }: Room, device: string, from: Instant, rules: Rules): boolean {
  const clock = clocks?.[device];
  if (clock === undefined) return false;
  const sentAtMs = clock.sentAtMs + clock.shiftMs;
  return sentAtMs - Date.parse(from) >= rules.heartbeat.silentAfterMs / 2;
}

/**
 * Whether delayed events may still follow, because a message of the device has just arrived. A device that
 * sends without a pause gets twice the time. A device with a longer backlog was disconnected.
 */
function mayBeInBacklog(
  { clocks }: Room,
  device: string,
  from: Instant,
  rules: Rules,
  now: Instant,
): boolean {
  const heardAtMs = clocks?.[device]?.heardAtMs ?? 0;
  const isRecent = Date.parse(now) - heardAtMs < rules.clock.onItsWayMs;
  return isRecent && between(from, now) < 2 * rules.heartbeat.silentAfterMs;
}

function logReport(room: Room, device: string) {
  return findReport(findRecord(room, 'event-log'), device);
}

/** Removes the report of the heartbeat events, so that they no longer count. */
function removeReport(draft: Draft, device: string, now: Instant): Draft {
  const record = findRecord(draft.room, signal);
  const rest = withoutReport(record, heartbeatSource(device), now);
  return rest === record ? draft : { ...draft, room: withRecord(draft.room, signal, rest) };
}

function recordState(
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
    const observed = { ...record, observedAt: since };
    return { room: withRecord(room, signal, observed), changes };
  }
  if (isKnown) return { room, changes };
  const observedAt = state === 'healthy' ? since : now;
  const report = { device: source, state, detail: state === 'healthy' ? '' : detail, observedAt };
  const recorded = recordReport(record, signal, report, { since, stoodAt: now }, now);
  return {
    room: withRecord(room, signal, recorded.record),
    changes: recorded.change ? [...changes, recorded.change] : changes,
  };
}
