/** The parts of a `teamworkDeviceHealth`: the signal of each member, and its state. */
import type { RawReading } from '../../../telemetry.ts';
import { isRecord } from '../../../text/deviceText.ts';
import type { Instant, SignalId } from '../../../words.ts';
import type { Unreadable } from '../interpreted.ts';
import { mostDisplays } from '../mtr/frontDisplays.ts';
import { beganAt } from '../readInstant.ts';

type Json = Readonly<Record<string, unknown>>;
type Parts = { readonly readings: RawReading[]; readonly rejected: Unreadable[] };
/** A value and the pointer to it. */
type Found = { readonly value: unknown; readonly pointer: string };

/** Members that are a connection themselves. */
const connections: readonly (readonly [path: string, signal: SignalId])[] = [
  ['connection', 'connection'],
  ['loginStatus/exchangeConnection', 'signin-exchange'],
  ['loginStatus/teamsConnection', 'signin-teams'],
  ['loginStatus/skypeConnection', 'signin-skype'],
];

/** Members that have a connection and may be optional. */
const peripherals: readonly (readonly [path: string, signal: SignalId])[] = [
  ['peripheralsHealth/microphoneHealth', 'conference-microphone'],
  ['peripheralsHealth/communicationSpeakerHealth', 'conference-speaker'],
  ['peripheralsHealth/speakerHealth', 'default-speaker'],
  ['peripheralsHealth/roomCameraHealth', 'camera'],
  ['peripheralsHealth/contentCameraHealth', 'content-camera'],
  ['hardwareHealth/hdmiIngestHealth', 'hdmi-ingest'],
];

/** Every signal that Graph reports, except the displays in the front of the room. */
export const graphSignals: readonly SignalId[] = [...connections, ...peripherals].map(
  ([, signal]) => signal,
);

/** Reads every present part. A part with a wrong type is rejected and does not affect the others. */
export function readGraphParts(health: Json, fallback: Instant): Parts {
  const parts: Parts = { readings: [], rejected: [] };
  for (const [path, signal] of connections) {
    readConnection(follow(health, path, parts), signal, false, fallback, parts);
  }
  readDisplays(follow(health, 'peripheralsHealth/displayHealthCollection', parts), fallback, parts);
  for (const [path, signal] of peripherals) {
    readPeripheral(follow(health, path, parts), signal, fallback, parts);
  }
  return parts;
}

/** The value at the end of a path; absent when a step is absent, rejected when a step is not an object. */
function follow(health: Json, path: string, parts: Parts): Found {
  let found: Found = { value: health, pointer: '' };
  for (const member of path.split('/')) {
    const holder = asRecord(found, parts);
    found = { value: holder?.[member], pointer: `${found.pointer}/${member}` };
  }
  return found;
}

function asRecord({ value, pointer }: Found, parts: Parts): Json | null {
  if (isRecord(value)) return value;
  if (value !== undefined && value !== null) reject(parts, pointer, 'This must be an object.');
  return null;
}

function reject(parts: Parts, pointer: string, reason: string): void {
  // Several paths go through the same member, which is reported once.
  if (parts.rejected.some((part) => part.pointer === pointer)) return;
  parts.rejected.push({ pointer, reason });
}

function readDisplays({ value, pointer }: Found, fallback: Instant, parts: Parts): void {
  if (value === undefined || value === null) return;
  if (!Array.isArray(value)) {
    reject(parts, pointer, 'This must be a list.');
    return;
  }
  for (const [index, display] of value.slice(0, mostDisplays).entries()) {
    const found = { value: display, pointer: `${pointer}/${index}` };
    readPeripheral(found, `display:${index + 1}`, fallback, parts);
  }
  if (value.length > mostDisplays)
    reject(parts, `${pointer}/${mostDisplays}`, `No room has more than ${mostDisplays} displays.`);
}

function readPeripheral(found: Found, signal: SignalId, fallback: Instant, parts: Parts): void {
  const peripheral = asRecord(found, parts);
  if (peripheral === null) return;
  const isOptional = peripheral['isOptional'] ?? false;
  if (typeof isOptional !== 'boolean') {
    reject(parts, `${found.pointer}/isOptional`, 'This must be true or false.');
    return;
  }
  const connection = {
    value: peripheral['connection'],
    pointer: `${found.pointer}/connection`,
  };
  readConnection(connection, signal, isOptional, fallback, parts);
}

function readConnection(
  found: Found,
  signal: SignalId,
  isOptional: boolean,
  fallback: Instant,
  parts: Parts,
): void {
  const connection = asRecord(found, parts);
  if (connection === null) return;
  const status = connection['connectionStatus'] ?? 'unknown';
  const folded = typeof status === 'string' ? status.trim().toLowerCase() : null;
  // Graph reports every future value under this name.
  if (folded === 'unknown' || folded === 'unknownfuturevalue') return;
  if (folded !== 'connected' && folded !== 'disconnected') {
    const reason = 'A connection status is connected, disconnected or unknown.';
    reject(parts, `${found.pointer}/connectionStatus`, reason);
    return;
  }
  const observedAt = beganAt(connection['lastModifiedDateTime']) ?? fallback;
  parts.readings.push({ signal, ...stateOf(folded === 'connected', isOptional), observedAt });
}

function stateOf(isConnected: boolean, isOptional: boolean): Pick<RawReading, 'state' | 'detail'> {
  if (isConnected) return { state: 'healthy', detail: '' };
  return isOptional
    ? { state: 'notApplicable', detail: 'Optional, and not connected' }
    : { state: 'unhealthy', detail: 'Disconnected' };
}
