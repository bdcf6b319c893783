/** Reports a clock that is wrong: in the history, and as `time-drift` where the device does not report it itself. */
import type { Telemetry } from '../command.ts';
import { instantAfter } from '../instant.ts';
import type { Rules } from '../signals/rules/rule.ts';
import { formatDuration } from '../wording/time.ts';
import type { Instant, Reading } from '../words.ts';
import type { DeviceClock } from './deviceClock.ts';

/** What to report of a clock, and the clock once it is reported. */
export type ClockOffset = {
  readonly clock: DeviceClock;
  /** Left out: the history has it already. */
  readonly told?: { readonly beforeMs: number; readonly afterMs: number };
  /** Left out: there is nothing new, or the device says it itself. */
  readonly reading?: Reading;
};

/** Whether there is something to tell of a clock that stays as wrong as it was. */
export function isReported(
  { shiftMs, toldMs = 0, stray }: DeviceClock,
  { clockSkewMs }: Pick<Rules, 'clockSkewMs'>,
): boolean {
  return stray === undefined && isAsTold(shiftMs, toldMs, clockSkewMs);
}

/** Both are right or both are wrong, and by about the same. */
function isAsTold(shiftMs: number, toldMs: number, clockSkewMs: number): boolean {
  const isSameVerdict = Math.abs(shiftMs) > clockSkewMs === Math.abs(toldMs) > clockSkewMs;
  return isSameVerdict && Math.abs(shiftMs - toldMs) <= clockSkewMs;
}

/**
 * What to tell after a message. A clock is wrong, or right again, once a later request says so too: the
 * first may only have been on its way for long.
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
  const own: DeviceClock =
    judgesItself && !after.judgesItself ? withoutDrift({ ...after, judgesItself: true }) : after;
  const beforeMs = own.toldMs ?? 0;
  const { shiftMs } = own;
  // A message of before says nothing of the clock as it is now.
  const isLate = before?.seq === own.seq && before.sentAtMs === own.sentAtMs;
  if (isLate) return { clock: own };
  if (isAsTold(shiftMs, beforeMs, rules.clockSkewMs)) return { clock: withoutUntold(own) };
  const untold = untoldAfter(before?.untold, shiftMs, rules, now);
  if (Date.parse(now) - untold.sinceMs < rules.clock.onItsWayMs)
    return { clock: { ...own, untold } };
  const told = { beforeMs, afterMs: shiftMs };
  const clock = { ...withoutUntold(own), toldMs: shiftMs };
  if (judgesItself) return { clock, told };
  const drift = Math.abs(shiftMs) > rules.clockSkewMs ? 'unhealthy' : 'healthy';
  if (drift === 'healthy' && own.drift !== 'unhealthy') return { clock, told };
  return { clock: { ...clock, drift }, told, reading: driftReading(drift, shiftMs, now) };
}

/**
 * Since when requests agree on the error of a clock: they are as far apart by their clock as by ours. The
 * requests of a backlog do not agree, they come sooner one after the other than they were sent; and one
 * request says it only once, its messages share the time that they were on their way.
 */
function untoldAfter(
  untold: DeviceClock['untold'],
  shiftMs: number,
  { clockSkewMs }: Pick<Rules, 'clockSkewMs'>,
  now: Instant,
): NonNullable<DeviceClock['untold']> {
  const nowMs = Date.parse(now);
  const apartMs = untold ? Math.abs(shiftMs - untold.shiftMs) : 0;
  const agrees =
    untold !== undefined &&
    isAsTold(shiftMs, untold.shiftMs, clockSkewMs) &&
    apartMs * 2 <= nowMs - untold.sinceMs;
  return agrees ? untold : { shiftMs, sinceMs: nowMs };
}

function withoutUntold({ untold: _, ...clock }: DeviceClock): DeviceClock {
  return clock;
}

function withoutDrift({ drift: _, ...clock }: DeviceClock): DeviceClock {
  return clock;
}

function driftReading(state: 'healthy' | 'unhealthy', shiftMs: number, now: Instant): Reading {
  const detail = state === 'unhealthy' ? `${formatClockError(shiftMs)}.` : '';
  // A request may say first that the clock is wrong and then that it is right, both received now.
  const observedAt = state === 'healthy' ? instantAfter(now, 1) : now;
  return { signal: 'time-drift', state, detail, observedAt };
}

/** `The clock of the device is 2 minutes behind`. */
export function formatClockError(shiftMs: number): string {
  const direction = shiftMs > 0 ? 'behind' : 'ahead';
  return `The clock of the device is ${formatDuration(Math.abs(shiftMs))} ${direction}`;
}
