/**
 * Explains to an operator what a payload means, without a room and without any change. It uses the same
 * readers as for real telemetry, and lists the incidents that would open in an enrolled room.
 */

import { foldDeviceId } from '../devices/deviceId.ts';
import { expandReadings } from '../signals/formats/expand.ts';
import type { Unreadable } from '../signals/formats/interpreted.ts';
import type { Fact } from '../telemetry.ts';
import type { MeetingMode, Reading, SignalId } from '../words.ts';
import { type ExplainedItem, type PayloadFormat, parsePayload } from './explainPayload.ts';

/** The meaning of a payload. Pointers are JSON pointers; for a payload without an envelope, they point into its item. */
export type Explanation = {
  /** `null` when the format is unknown. */
  readonly format: PayloadFormat | null;
  readonly readings: readonly Pick<Reading, 'signal' | 'state' | 'detail'>[];
  readonly rejected: readonly Unreadable[];
  /** Signals for which an incident would open in an enrolled room once confirmed. */
  readonly tickets: readonly SignalId[];
};

/**
 * Explains a parsed payload for a room of this meeting mode: an event, a body of Graph or of the webhook,
 * one item, or a whole envelope. Never throws, for any payload.
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

/** The facts about devices in a payload, for example restarts and versions. */
export function factsIn(payload: unknown): readonly Fact[] {
  return parsePayload(payload).said.flatMap(({ says }) => says.facts);
}

/** One device's readings in order. Only the payload describes the displays of the room here. */
function readOfDevice(own: readonly ExplainedItem[], mode: MeetingMode): Reading[] {
  const raw = own.flatMap(({ says }) => says.readings);
  const context = {
    expectedDisplays: own.reduce((most, one) => Math.max(most, one.configuredDisplays ?? 1), 1),
    knownDisplays: raw.flatMap(({ signal }) => (signal === 'display:all' ? [] : [signal])),
    mode,
  };
  return expandReadings(raw, context).map(({ reading }) => reading);
}

/** The signals of one device that stay unhealthy; only `connection` when it is disconnected, because the others are then unknown. */
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
