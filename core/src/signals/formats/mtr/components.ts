/** The component names of the Teams Rooms event log, with their signals and operations. */
import type { RawReading } from '../../../telemetry.ts';

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

/** Every signal of the event log, in the order of the readings. */
export const namedSignals: readonly Named[] = [...new Set(signals.values())];

/** The signals that a passed operation shows to be healthy: all signals of this operation and of no other. */
export const signalsOfOperation: ReadonlyMap<string, readonly Named[]> = new Map([
  ['heartbeat', ofHeartbeat.map(([, signal]) => signal)],
  ['hardwarecheckengine', [...new Set(ofHardwareCheck.map(([, signal]) => signal))]],
]);

/** The signal of a component name, in any case and with any white space; `null` for an unknown name. */
export function signalNamed(name: string): Named | null {
  // The longest name has 21 characters: a much longer text needs no folding.
  if (name.length > 64) return null;
  return signals.get(name.trim().replace(/\s+/g, ' ').toLowerCase()) ?? null;
}
