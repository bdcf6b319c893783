/** In whose time zone sentences name times: the reader's, where their browser says one. */
import { type ReaderZone, resolveTimeZone } from '@rooms-pro/core';
import type { Request } from 'restify';

const listed: ReadonlySet<string> = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
const longestName = 64;

/**
 * The zone that the header `x-time-zone` names, as this machine calls it: browsers use older and newer
 * names. Without one, the room's zone, which each time then names.
 */
export function timeZoneOf(request: Request, roomZone: string): ReaderZone {
  const name = request.header('x-time-zone', '').trim();
  if (listed.has(name)) return name;
  const zone = name === '' || name.length > longestName ? null : resolveTimeZone(name);
  return zone ?? { named: roomZone };
}
