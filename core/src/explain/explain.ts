/**
 * Tells an owner what a payload means, without a room and without touching anything: the same
 * readers as for real telemetry, and which incidents would open in an enrolled room.
 */
import type { Fact } from '../command.ts';
import { foldDeviceId } from '../devices/deviceId.ts';
import { expandReadings } from '../signals/formats/expand.ts';
import type { Unreadable } from '../signals/formats/formats.ts';
import type { MeetingMode, Reading, SignalId } from '../words.ts';
import { type ExplainedItem, type PayloadFormat, parsePayload } from './explainPayload.ts';

/** What a payload means. Pointers are JSON pointers, into the item that a bare payload would be. */
export type Explanation = {
  /** `null` when nobody knows this format. */
  readonly format: PayloadFormat | null;
  readonly readings: readonly Pick<Reading, 'signal' | 'state' | 'detail'>[];
  readonly rejected: readonly Unreadable[];
  /** Signals for which an incident would open in an enrolled room once confirmed. */
  readonly tickets: readonly SignalId[];
};

/**
 * What a parsed payload means in a room of this meeting mode: a bare event, a bare body of Graph or
 * of the webhook, one item, or a whole envelope. Never throws, whatever the payload.
 */
export function explain(payload: unknown, mode: MeetingMode): Explanation {
  const { format, said, rejected } = parsePayload(payload);
  const byDevice = Map.groupBy(said, ({ device }) => foldDeviceId(device));
  const read = [...byDevice.values()].map((own) => readOfDevice(own, mode));
  return {
    format,
    readings: read.flat().map(({ signal, state, detail }) => ({ signal, state, detail })),
    rejected,
    tickets: [...new Set(read.flatMap(openingSignals))],
  };
}

/** What a payload says about devices that is no signal: restarts and versions. */
export function factsIn(payload: unknown): readonly Fact[] {
  return parsePayload(payload).said.flatMap(({ says }) => says.facts);
}

/** One device's readings in order. Of its room's displays is known only what the payload says. */
function readOfDevice(own: readonly ExplainedItem[], mode: MeetingMode): Reading[] {
  const raw = own.flatMap(({ says }) => says.readings);
  const context = {
    expectedDisplays: own.reduce((most, one) => Math.max(most, one.configuredDisplays ?? 1), 1),
    knownDisplays: raw.flatMap(({ signal }) => (signal === 'display:all' ? [] : [signal])),
    mode,
  };
  return expandReadings(raw, context).map(({ reading }) => reading);
}

/** The signals of one device that stay unhealthy; when it is disconnected, nothing else is known. */
function openingSignals(readings: readonly Reading[]): SignalId[] {
  const latest = new Map<SignalId, Reading>();
  for (const reading of readings) {
    const before = latest.get(reading.signal);
    if (before === undefined || before.observedAt <= reading.observedAt)
      latest.set(reading.signal, reading);
  }
  const unhealthy = [...latest.values()].filter(({ state }) => state === 'unhealthy');
  const signals = unhealthy.map(({ signal }) => signal);
  return signals.includes('connection') ? ['connection'] : signals;
}
