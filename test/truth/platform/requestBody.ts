/** Requests as devices and gateways write them. */
import { gzipSync } from 'node:zlib';
import { offsetAt } from '../scenario/clocks.ts';
import type { Message, TrueReading } from '../scenario/devices.ts';
import type { World } from '../scenario/groundTruth.ts';
import type { Delivery } from '../scenario/network.ts';

/** When the scenario began, and how many times faster than real it runs. */
export type Epoch = { readonly startMs: number; readonly pace: number };

/** A time of the scenario as the world outside has it. */
export function instantAt(atMs: number, { startMs, pace }: Epoch): string {
  return new Date(startMs + Math.round(atMs / pace)).toISOString();
}

/** A time of the world outside as a time of the scenario. */
export function scenarioTime(instant: string, { startMs, pace }: Epoch): number {
  return (Date.parse(instant) - startMs) * pace;
}

export type Body = { readonly bytes: Uint8Array; readonly isGzip: boolean };

/** Faults of this set are not told: their signals are reported as healthy. */
export function bodyOf(
  delivery: Delivery,
  world: World,
  epoch: Epoch,
  withheld: ReadonlySet<number>,
): Body {
  const messages = delivery.messages.map((message) =>
    wireMessage(message, delivery, world, epoch, withheld),
  );
  const [only] = messages;
  const json = JSON.stringify(messages.length === 1 ? only : { messages });
  const { isGzip } = delivery;
  return { bytes: isGzip ? gzipSync(json) : new TextEncoder().encode(json), isGzip };
}

function wireMessage(
  message: Message,
  { at, isRestamped }: Delivery,
  { spanMs }: World,
  epoch: Epoch,
  withheld: ReadonlySet<number>,
) {
  const { device, offsetMs, isBabble, seq, readings } = message;
  const sentAt = isRestamped ? at + offsetAt(device.clock, at, spanMs) : message.at + offsetMs;
  return {
    device: device.id,
    sentAt: instantAt(sentAt, epoch),
    seq,
    agent: '1.0.0',
    items: readings.flatMap((reading): object[] => {
      const observedAt = isBabble ? 'yesterday at noon' : instantAt(reading.at + offsetMs, epoch);
      const said = stateOf(reading, withheld);
      if (reading.signal !== 'meeting-app')
        return [{ form: 'reading', signal: reading.signal, ...said, observedAt }];
      return said.state === 'healthy'
        ? [{ form: 'mtr-event', observedAt, event: appHeartbeat }]
        : [];
    }),
  };
}

/** What the app on the device writes into its log while it runs. */
const appHeartbeat = {
  Description: 'Heartbeat is healthy.',
  OperationName: 'Heartbeat',
  OperationResult: 'Pass',
  ResourceState: 'Healthy',
};

function stateOf({ state, fault, signal }: TrueReading, withheld: ReadonlySet<number>) {
  if (state === 'healthy' || (fault && withheld.has(fault.id)))
    return { state: 'healthy', detail: '' };
  return { state, detail: `${signal} does not answer` };
}
