/** A clock that is wrong is told: in the history, and as `time-drift` where the device does not report it itself. */
import type { Telemetry } from '../command.ts';
import type { Rules } from '../signals/rule.ts';
import { sayDuration } from '../wording/time.ts';
import type { Instant, Reading } from '../words.ts';
import type { DeviceClock } from './deviceClock.ts';

/** What is to be told of a clock, and the clock once it is told. */
export type Drift = {
  readonly clock: DeviceClock;
  /** Left out: the history has it already. */
  readonly told?: { readonly beforeMs: number; readonly afterMs: number };
  /** Left out: there is nothing new, or the device says it itself. */
  readonly reading?: Reading;
};

/** Whether there is something to tell of a clock that stays as wrong as it was. */
export function isTold(
  { shiftMs, toldMs = 0, stray }: DeviceClock,
  { clockSkewMs }: Pick<Rules, 'clockSkewMs'>,
): boolean {
  return stray === undefined && Math.abs(shiftMs - toldMs) <= clockSkewMs;
}

/**
 * What to tell after a message. A clock is wrong once a second message says so: the first may only have
 * been on its way for long. It is right again at the first that says so.
 */
export function judgeDrift(
  before: DeviceClock | undefined,
  after: DeviceClock,
  message: Telemetry,
  rules: Rules,
  now: Instant,
): Drift {
  const { clockSkewMs } = rules;
  const judgesItself =
    after.judgesItself || message.readings.some(({ signal }) => signal === 'time-drift');
  const own: DeviceClock =
    judgesItself && !after.judgesItself ? withoutDrift({ ...after, judgesItself: true }) : after;
  const beforeMs = own.toldMs ?? 0;
  const { shiftMs } = own;
  const isWrong = Math.abs(shiftMs) > clockSkewMs;
  const isSure = !isWrong || before?.shiftMs === shiftMs;
  if (!isSure || Math.abs(shiftMs - beforeMs) <= clockSkewMs) return { clock: own };
  const told = { beforeMs, afterMs: shiftMs };
  const clock = { ...own, toldMs: shiftMs };
  if (judgesItself) return { clock, told };
  const drift = isWrong ? 'unhealthy' : 'healthy';
  if (drift === 'healthy' && own.drift !== 'unhealthy') return { clock, told };
  return { clock: { ...clock, drift }, told, reading: driftReading(drift, shiftMs, now) };
}

function withoutDrift({ drift: _, ...clock }: DeviceClock): DeviceClock {
  return clock;
}

function driftReading(state: 'healthy' | 'unhealthy', shiftMs: number, now: Instant): Reading {
  const detail = state === 'unhealthy' ? `${sayClock(shiftMs)}.` : '';
  return { signal: 'time-drift', state, detail, observedAt: now };
}

/** `The clock of the device is 2 minutes behind`. */
export function sayClock(shiftMs: number): string {
  const direction = shiftMs > 0 ? 'behind' : 'ahead';
  return `The clock of the device is ${sayDuration(Math.abs(shiftMs))} ${direction}`;
}
