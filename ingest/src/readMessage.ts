/** A message that may be applied: its items read, its readings and facts in one input. */
import type { Fact, Input, RawReading } from '@rooms-pro/core';
import type { TelemetryMessage } from '@rooms-pro/core/contracts';
import { cleanName } from './cleanName.ts';
import { type ItemRead, type ItemsReadAt, readItems } from './readItems.ts';

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
    input: { kind: 'telemetry', device: message.device, readings, facts },
    isSignOfLife: !isGone,
  };
}
