/**
 * Reads the webhook of the Teams admin centre's rule "Device state rule": a device went offline, or is online
 * again. Unlike with the other formats, the body contains the device id.
 */

import { isRecord, sanitizeDetail } from '../../text/deviceText.ts';
import type { Instant, ReadingState } from '../../words.ts';
import type { Interpreted, Unreadable } from './interpreted.ts';
import { readInstant } from './readInstant.ts';

type Json = Readonly<Record<string, unknown>>;

const connectionByStatus: ReadonlyMap<string, ReadingState> = new Map([
  ['offline', 'unhealthy'],
  ['disconnected', 'unhealthy'],
  ['online', 'healthy'],
  ['healthy', 'healthy'],
  ['connected', 'healthy'],
]);
/** States that contain no information about the connection: the device is partly reachable, or its state is unknown. */
const otherStatuses: ReadonlySet<string> = new Set(['critical', 'urgent', 'nonurgent', 'unknown']);

/** Reads the state of the device's connection at `AlertRaisedAt`. Pointers start at the body. */
export function readDeviceState(body: Readonly<Record<string, unknown>>): Interpreted {
  const observedAt = readInstant(body['AlertRaisedAt']);
  const status = statusOf(body);
  const rejected: Unreadable[] = [];
  if (typeof status === 'object') rejected.push(status);
  if (observedAt === null)
    rejected.push({ pointer: '/AlertRaisedAt', reason: 'This must be a time in ISO 8601, UTC.' });
  if (typeof status === 'object' || observedAt === null)
    return { readings: [], facts: [], rejected };
  return readStatus(status, observedAt);
}

/** The id of the device in the webhook, at most 128 characters, or `null`. */
export function deviceStateDevice(body: Readonly<Record<string, unknown>>): string | null {
  const id = body['DeviceId'];
  const isUsable = typeof id === 'string' && id.trim() !== '' && id.trim().length <= 128;
  return isUsable ? id.trim() : null;
}

const metrics = '/MetricValues';

function statusOf(body: Json): string | Unreadable {
  const values = body['MetricValues'];
  if (!isRecord(values)) return { pointer: metrics, reason: 'This must be an object.' };
  const status = values['DeviceHealthStatus'];
  if (typeof status === 'string') return status;
  return { pointer: `${metrics}/DeviceHealthStatus`, reason: 'This must be a text.' };
}

function readStatus(status: string, observedAt: Instant): Interpreted {
  const folded = status.trim().toLowerCase().replace(/[ -]/g, '');
  const state = connectionByStatus.get(folded);
  if (state !== undefined) {
    const detail = state === 'unhealthy' ? sanitizeDetail(status) : '';
    return {
      readings: [{ signal: 'connection', state, detail, observedAt }],
      facts: [],
      rejected: [],
    };
  }
  const reason = 'No device has a health status of this name.';
  const pointer = `${metrics}/DeviceHealthStatus`;
  return {
    readings: [],
    facts: [],
    rejected: otherStatuses.has(folded) ? [] : [{ pointer, reason }],
  };
}
