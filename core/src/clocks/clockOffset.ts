/** Reports a wrong clock in the history, and as a `time-drift` reading where the device does not send this signal. */

import { instantAfter } from '../instant.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Telemetry } from '../telemetry.ts';
import { formatDuration } from '../wording/time.ts';
import type { Instant, Reading } from '../words.ts';
import type { DeviceClock } from './deviceClock.ts';

/** What to report about a clock, and the clock after the report. */
export type ClockOffset = {
  readonly clock: DeviceClock;
  /** The change for the history; absent: no change. */
  readonly change?: { readonly beforeMs: number; readonly afterMs: number };
  /** Absent: no change, or the device sends `time-drift` itself. */
  readonly reading?: Reading;
};

/** Whether the history already contains the present error of this clock. */
export function isReported(
  { shiftMs, toldMs = 0, stray }: DeviceClock,
  { clockSkewMs }: Pick<Rules, 'clockSkewMs'>,
): boolean {
  return stray === undefined && isAsReported(shiftMs, toldMs, clockSkewMs);
}

/** Whether two errors lead to the same verdict (correct or wrong) and differ little. */
function isAsReported(shiftMs: number, toldMs: number, clockSkewMs: number): boolean {
  const isSameVerdict = Math.abs(shiftMs) > clockSkewMs === Math.abs(toldMs) > clockSkewMs;
  return isSameVerdict && Math.abs(shiftMs - toldMs) <= clockSkewMs;
}

/**
 * What to report after a message. A clock counts as wrong, or as correct again, when a later request
 * confirms it. A single request may only have had a long delay.
 */
export function evaluateClockOffset(
  before: DeviceClock | undefined,
  after: DeviceClock,
  message: Telemetry,
  rules: Rules,
  now: Instant,
): ClockOffset {
  const judgesItself =
    after.judgesItself || message.readings.some(({ signal }) => signal === 'time-drift');
  const clockNow: DeviceClock =
    judgesItself && !after.judgesItself ? withoutDrift({ ...after, judgesItself: true }) : after;
  const beforeMs = clockNow.toldMs ?? 0;
  const { shiftMs } = clockNow;
  // A late message does not describe the present clock.
  const isLate = before?.seq === clockNow.seq && before.sentAtMs === clockNow.sentAtMs;
  if (isLate) return { clock: clockNow };
  if (isAsReported(shiftMs, beforeMs, rules.clockSkewMs))
    return { clock: withoutUnreported(clockNow) };
  const untold = nextUnreported(before?.untold, shiftMs, rules, now);
  if (Date.parse(now) - untold.sinceMs < rules.clock.onItsWayMs)
    return { clock: { ...clockNow, untold } };
  const change = { beforeMs, afterMs: shiftMs };
  const clock = { ...withoutUnreported(clockNow), toldMs: shiftMs };
  if (judgesItself) return { clock, change };
  const drift = Math.abs(shiftMs) > rules.clockSkewMs ? 'unhealthy' : 'healthy';
  if (drift === 'healthy' && clockNow.drift !== 'unhealthy') return { clock, change };
  return { clock: { ...clock, drift }, change, reading: driftReading(drift, shiftMs, now) };
}

/**
 * Since when requests agree on the error of a clock: the time between them is the same by the device's
 * clock and by the server's. Requests of a backlog do not agree, because they arrive in faster succession
 * than they were sent. The messages of one request count once, because they have the same delay.
 */
function nextUnreported(
  untold: DeviceClock['untold'],
  shiftMs: number,
  { clockSkewMs }: Pick<Rules, 'clockSkewMs'>,
  now: Instant,
): NonNullable<DeviceClock['untold']> {
  const nowMs = Date.parse(now);
  const apartMs = untold ? Math.abs(shiftMs - untold.shiftMs) : 0;
  const agrees =
    untold !== undefined &&
    isAsReported(shiftMs, untold.shiftMs, clockSkewMs) &&
    apartMs * 2 <= nowMs - untold.sinceMs;
  return agrees ? untold : { shiftMs, sinceMs: nowMs };
}

function withoutUnreported({ untold: _, ...clock }: DeviceClock): DeviceClock {
  return clock;
}

function withoutDrift({ drift: _, ...clock }: DeviceClock): DeviceClock {
  return clock;
}

function driftReading(state: 'healthy' | 'unhealthy', shiftMs: number, now: Instant): Reading {
  const detail = state === 'unhealthy' ? `${formatClockError(shiftMs)}.` : '';
  // One request can contain a message with a wrong clock and a later one with a correct clock, both received now.
  const observedAt = state === 'healthy' ? instantAfter(now, 1) : now;
  return { signal: 'time-drift', state, detail, observedAt };
}

/** `The clock of the device is 2 minutes behind`. */
export function formatClockError(shiftMs: number): string {
  const direction = shiftMs > 0 ? 'behind' : 'ahead';
  return `The clock of the device is ${formatDuration(Math.abs(shiftMs))} ${direction}`;
}
