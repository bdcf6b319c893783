/** Converts the times of a message to server time, from its sending time and the known error of its device's clock. */

import { instantAfter, toInstant } from '../instant.ts';
import type { Room } from '../room.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Fact, RawReading, Telemetry } from '../telemetry.ts';
import type { Instant } from '../words.ts';
import { clockWithoutTimes, type DeviceClock, orderMessage } from './deviceClock.ts';

/** A message in server time, and the clock of its device after it. */
export type CorrectedMessage = {
  readonly clock: DeviceClock;
  /** Whether it was sent after every other message of the device. */
  readonly isNext: boolean;
  /** False: the time of its sending is unknown; it was only sent before the latest message. */
  readonly isPlaced: boolean;
  /** Its sequence number is higher than that of every other message of the device. */
  readonly isNumberedNext: boolean;
  readonly readings: readonly RawReading[];
  readonly facts: readonly Fact[];
};

type Clocks = Room['clocks'];

/** The milliseconds between the sending of a message, by its device's clock, and its receipt; 0 when the message has no sending time. */
export function sendingDelay({ sent }: Telemetry, now: Instant): number {
  return sent === undefined ? 0 : Date.parse(sent.takenAt ?? now) - Date.parse(sent.at);
}

/** For each message, the smallest delay of this message and the later ones of the same device. */
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

/** Converts the times of a message to server time. */
export function correctTimes(
  clocks: Clocks,
  message: Telemetry,
  rules: Pick<Rules, 'clock'>,
  now: Instant,
  leastDelayMs = sendingDelay(message, now),
): CorrectedMessage {
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
  const ordered = orderMessage(known, times, leastDelayMs, rules.clock);
  const latestMs = latestTimeMs(message, sentAtMs);
  // No reading can be observed after its message was sent: such a message moves back as a whole, so its order stays.
  const aheadMs = latestMs - sentAtMs > rules.clock.agreesWithinMs ? latestMs - sentAtMs : 0;
  const shiftMs = ordered.shiftMs - aheadMs;
  const { shiftMs: _, ...order } = ordered;
  if (shiftMs === 0) return { ...order, readings, facts };
  return {
    ...order,
    readings: readings.map((reading) => shifted(reading, shiftMs)),
    facts: facts.map((fact) =>
      'at' in fact ? { ...fact, at: instantAfter(fact.at, shiftMs) } : fact,
    ),
  };
}

function latestTimeMs({ readings }: Telemetry, sentAtMs: number): number {
  const sentAt = toInstant(sentAtMs);
  let latest = sentAt;
  for (const { observedAt } of readings) if (observedAt > latest) latest = observedAt;
  return latest === sentAt ? sentAtMs : Date.parse(latest);
}

/** A reading with `shiftMs` added to its times. */
function shifted(reading: RawReading, shiftMs: number): RawReading {
  const { observedAt, stoodAt } = reading;
  return {
    ...reading,
    observedAt: instantAfter(observedAt, shiftMs),
    ...(stoodAt === undefined ? {} : { stoodAt: instantAfter(stoodAt, shiftMs) }),
    shiftMs,
  };
}
