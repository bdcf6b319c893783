/** What the reader of each published format returns. */
import type { Fact, RawReading } from '../../telemetry.ts';

/** A part of a payload that could not be read; `pointer` is a JSON pointer into that payload. */
export type Unreadable = { readonly pointer: string; readonly reason: string };

/** The content of a payload: readings, facts about the device, and the parts that could not be read. */
export type Interpreted = {
  readonly readings: readonly RawReading[];
  readonly facts: readonly Fact[];
  readonly rejected: readonly Unreadable[];
};
