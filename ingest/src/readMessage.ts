/** A message that may be applied: its items read, its readings and facts in one input. */
import {
  between,
  type Fact,
  type Input,
  type Instant,
  instantAfter,
  type RawReading,
  type Span,
  sooner,
} from '@rooms-pro/core';
import type { TelemetryMessage } from '@rooms-pro/core/contracts';
import { cleanName } from './cleanName.ts';
import { type ItemRead, type ItemsReadAt, type ReadingTimes, readItems } from './readItems.ts';

/** A message on its way in: read only when a glance at it does not do. */
export type IncomingMessage = {
  /** Its place in the request. */
  readonly index: number;
  readonly message: TelemetryMessage;
  read(): ReadMessage;
};

/** One message, ready for `advance`; `items` remembers which readings came from where. */
export type ReadMessage = {
  /** Its place in the request. */
  readonly index: number;
  readonly message: TelemetryMessage;
  readonly items: readonly ItemRead[];
  readonly input: Extract<Input, { kind: 'telemetry' }>;
  /** False when it tells that the device is gone: such news is no sign of life. */
  readonly isSignOfLife: boolean;
  /** What a new room would be called, where the sender knows and no item tells. */
  readonly name?: string;
};

/** A message that was not read yet. */
export function incoming(
  index: number,
  message: TelemetryMessage,
  at: ItemsReadAt,
): IncomingMessage {
  return { index, message, read: () => readMessage(index, message, at) };
}

/** A message that had to be read already. */
export function alreadyRead(read: ReadMessage): IncomingMessage {
  return { index: read.index, message: read.message, read: () => read };
}

/** Reads the items of a message and joins what they say. */
export function readMessage(
  index: number,
  message: TelemetryMessage,
  at: ItemsReadAt,
): ReadMessage {
  const items = readItems(message.items, at);
  const readings: RawReading[] = [];
  const facts: Fact[] = [];
  const agent = cleanName(message.agent ?? '');
  if (agent !== '') facts.push({ kind: 'software', what: 'agent', version: agent });
  for (const item of items) {
    if (!item.ok) continue;
    readings.push(...item.says.readings);
    facts.push(...item.says.facts);
  }
  const isGone = readings.some(
    ({ signal, state }) => signal === 'connection' && state === 'unhealthy',
  );
  return {
    index,
    message,
    items,
    input: {
      kind: 'telemetry',
      device: message.device,
      readings: inOurTime(readings, at.receivedAt),
      facts,
    },
    isSignOfLife: !isGone,
  };
}

/** Clocks of one network agree to a second; more is a clock that is ahead. */
const agreementMs = 1_000;

/** When a reading can have been observed so that its time is taken as it is. */
export function spanTaken({ receivedAt, latest, earliest }: ReadingTimes): Span {
  return { from: earliest, to: sooner(latest, instantAfter(receivedAt, agreementMs)) };
}

/**
 * A device whose clock is ahead of ours is set back by so much, all its readings alike: otherwise what
 * it says after its clock was put right would come too late, and faults would be lost.
 */
function inOurTime(readings: readonly RawReading[], receivedAt: Instant): readonly RawReading[] {
  let latest = receivedAt;
  for (const { observedAt } of readings) if (observedAt > latest) latest = observedAt;
  if (latest === receivedAt) return readings;
  const aheadMs = between(receivedAt, latest);
  if (aheadMs <= agreementMs) return readings;
  return readings.map((one) => ({ ...one, observedAt: instantAfter(one.observedAt, -aheadMs) }));
}
