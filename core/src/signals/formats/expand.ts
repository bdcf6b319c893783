/** Converts the readings of a payload to readings of one room, by its displays and its meeting mode. */
import type { RawReading } from '../../telemetry.ts';
import type { MeetingMode, Reading, SignalId } from '../../words.ts';
import { appliesIn } from '../catalogue.ts';

/** The properties of a room that the conversion needs. */
export type ExpandContext = {
  readonly expectedDisplays: number;
  /** All displays that were reported before; the touch panel may be among them and is ignored. */
  readonly knownDisplays: readonly SignalId[];
  readonly mode: MeetingMode;
};

/** A reading of one signal of the room, and the index of its reading in the payload. */
export type ExpandedReading = { readonly reading: Reading; readonly from: number };

/** No room has more displays. */
const lastDisplay = 16;

/**
 * Returns one or more readings for each sent reading, in order. `display:all` becomes every display in the
 * front of the room, known or expected. A signal outside the room's meeting mode is not applicable,
 * independent of its reported state.
 */
export function expandReadings(
  readings: readonly RawReading[],
  { expectedDisplays, knownDisplays, mode }: ExpandContext,
): ExpandedReading[] {
  let displays: readonly SignalId[] | null = null;
  return readings.flatMap((raw, from): ExpandedReading[] => {
    if (raw.signal !== 'display:all')
      return [{ reading: inMode({ ...raw, signal: raw.signal }, mode), from }];
    displays ??= frontDisplays(expectedDisplays, knownDisplays);
    return displays.map((signal) => ({ reading: { ...raw, signal }, from }));
  });
}

function inMode(reading: Reading, mode: MeetingMode): Reading {
  if (appliesIn(mode, reading.signal)) return reading;
  return { ...reading, state: 'notApplicable', detail: '' };
}

function frontDisplays(expected: number, known: readonly SignalId[]): SignalId[] {
  const numbers = new Set<number>();
  for (let number = 1; number <= Math.min(expected, lastDisplay); number += 1) numbers.add(number);
  for (const signal of known) {
    const number = /^display:(\d{1,2})$/.exec(signal)?.[1];
    if (number !== undefined) numbers.add(Number(number));
  }
  return [...numbers]
    .sort((one, other) => one - other)
    .map((number): SignalId => `display:${number}`);
}
