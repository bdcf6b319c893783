/** The border where payloads become readings. One function per published format. */
import type { Fact, RawReading } from '../../command.ts';

/** A part of a payload that could not be read; `pointer` is a JSON pointer into that payload. */
export type Unreadable = { readonly pointer: string; readonly reason: string };

/** What a payload says: readings, facts about the device, and what could not be read. */
export type Interpreted = {
  readonly readings: readonly RawReading[];
  readonly facts: readonly Fact[];
  readonly rejected: readonly Unreadable[];
};

export { readCommandResult, readDeviceItem } from './deviceItems.ts';
export { readDeviceState } from './deviceState.ts';
export { readGraphHealth } from './graph/graphHealth.ts';
export { readMtrEvent } from './mtr/mtrEvent.ts';
