/** A message's times become ours: what it says of its sending, beside what is known of its device's clock. */
import type { Fact, RawReading, Telemetry } from '../command.ts';
import { instantAfter, toInstant } from '../instant.ts';
import type { Room } from '../room.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Instant } from '../words.ts';
import { clockWithoutTimes, type DeviceClock, orderMessage } from './deviceClock.ts';

/** A message in our time, and the clock of its device after it. */
export type InOurTime = {
  readonly clock: DeviceClock;
  /** Whether it was sent after every other message of the device. */
  readonly isNext: boolean;
  /** False: it is only known that it was sent before the latest. */
  readonly isPlaced: boolean;
  /** Its number is higher than that of every other message of the device. */
  readonly isNumberedNext: boolean;
  readonly readings: readonly RawReading[];
  readonly facts: readonly Fact[];
};

type Clocks = Room['clocks'];

/** How much later we took a message than its device says it sent it; 0 where that is not told. */
export function sendingDelay({ sent }: Telemetry, now: Instant): number {
  return sent === undefined ? 0 : Date.parse(sent.takenAt ?? now) - Date.parse(sent.at);
}

/** Of each message, the smallest delay of it and of those of its device that follow it. */
export function leastDelays(messages: readonly Telemetry[], now: Instant): readonly number[] {
  const least = new Map<string, number>();
  return messages
    .toReversed()
    .map((message) => {
      const delay = Math.min(sendingDelay(message, now), least.get(message.device) ?? Infinity);
      if (message.sent !== undefined) least.set(message.device, delay);
      return delay;
    })
    .reverse();
}

/** Turns the times of a message into ours. */
export function correctTimes(
  clocks: Clocks,
  message: Telemetry,
  rules: Pick<Rules, 'clock'>,
  now: Instant,
  leastDelayMs = sendingDelay(message, now),
): InOurTime {
  const known = clocks?.[message.device];
  const { sent, readings, facts } = message;
  const nowMs = Date.parse(now);
  if (sent === undefined) {
    const clock = clockWithoutTimes(known, nowMs);
    return { clock, isNext: true, isPlaced: true, isNumberedNext: false, readings, facts };
  }
  const takenAtMs = sent.takenAt === undefined ? nowMs : Date.parse(sent.takenAt);
  const sentAtMs = Date.parse(sent.at);
  const times = { seq: sent.seq, sentAtMs, takenAtMs, nowMs };
  const placed = orderMessage(known, times, leastDelayMs, rules.clock);
  const latestMs = latestOf(message, sentAtMs);
  // Nothing is observed after it was sent: all of the message is set back by so much, in its order.
  const aheadMs = latestMs - sentAtMs > rules.clock.agreesWithinMs ? latestMs - sentAtMs : 0;
  const shiftMs = placed.shiftMs - aheadMs;
  const { shiftMs: _, ...place } = placed;
  if (shiftMs === 0) return { ...place, readings, facts };
  return {
    ...place,
    readings: readings.map((reading) => shifted(reading, shiftMs)),
    facts: facts.map((fact) =>
      'at' in fact ? { ...fact, at: instantAfter(fact.at, shiftMs) } : fact,
    ),
  };
}

function latestOf({ readings }: Telemetry, sentAtMs: number): number {
  const sentAt = toInstant(sentAtMs);
  let latest = sentAt;
  for (const { observedAt } of readings) if (observedAt > latest) latest = observedAt;
  return latest === sentAt ? sentAtMs : Date.parse(latest);
}

/** A reading with so much added to its times. */
function shifted(reading: RawReading, shiftMs: number): RawReading {
  const { observedAt, stoodAt } = reading;
  return {
    ...reading,
    observedAt: instantAfter(observedAt, shiftMs),
    ...(stoodAt === undefined ? {} : { stoodAt: instantAfter(stoodAt, shiftMs) }),
    shiftMs,
  };
}
