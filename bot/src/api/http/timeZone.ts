/** The time zone for times in sentences: the reader's zone, if the browser sends one. */
import { type ReaderZone, resolveTimeZone } from '@rooms-pro/core';
import type { Request } from 'restify';

const listed: ReadonlySet<string> = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
const longestName = 64;

/**
 * The zone in the header `x-time-zone`, by the name that this machine uses, because browsers use
 * older and newer names. Without the header, the room's zone applies, and each time then names its
 * zone.
 */
export function timeZoneOf(request: Request, roomZone: string): ReaderZone {
  const name = request.header('x-time-zone', '').trim();
  if (listed.has(name)) return name;
  const zone = name === '' || name.length > longestName ? null : resolveTimeZone(name);
  return zone ?? { named: roomZone };
}
