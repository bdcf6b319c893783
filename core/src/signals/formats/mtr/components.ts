/** The names under which the Teams Rooms event log speaks of signals, and which operation owns them. */
import type { RawReading } from '../../../command.ts';

type Named = RawReading['signal'];

const ofHeartbeat: readonly (readonly [name: string, signal: Named])[] = [
  ['network', 'network'],
  ['exchange', 'signin-exchange'],
  ['teams signin', 'signin-teams'],
  ['signin', 'signin-skype'],
];

const ofHardwareCheck: readonly (readonly [name: string, signal: Named])[] = [
  ['front of room display', 'display:all'],
  ['conference microphone', 'conference-microphone'],
  ['conference speaker', 'conference-speaker'],
  ['default speaker', 'default-speaker'],
  ['camera', 'camera'],
  ['content camera', 'content-camera'],
  ['hdmi ingest', 'hdmi-ingest'],
  ['motion sensor', 'proximity-sensor'],
  ['proximity sensor', 'proximity-sensor'],
];

const signals = new Map([...ofHeartbeat, ...ofHardwareCheck]);

/** Every signal the event log knows, in the order readings are given. */
export const namedSignals: readonly Named[] = [...new Set(signals.values())];

/** The signals that a passed operation vouches for: all of its own and none of another. */
export const signalsOfOperation: ReadonlyMap<string, readonly Named[]> = new Map([
  ['heartbeat', ofHeartbeat.map(([, signal]) => signal)],
  ['hardwarecheckengine', [...new Set(ofHardwareCheck.map(([, signal]) => signal))]],
]);

/** The signal of a component name, whatever its case and white space; `null` when nobody knows it. */
export function signalNamed(name: string): Named | null {
  // The longest name has 21 characters: a much longer text needs no folding.
  if (name.length > 64) return null;
  return signals.get(name.trim().replace(/\s+/g, ' ').toLowerCase()) ?? null;
}
