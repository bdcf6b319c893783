/** In whose time zone sentences name times: the asker's, where their browser says one. */
import type { Request } from 'restify';

const known: ReadonlySet<string> = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);

/** The header `x-time-zone` when it names a zone that there is, else `otherwise`. */
export function timeZoneOf(request: Request, otherwise: string): string {
  const said = request.header('x-time-zone', '');
  return known.has(said) ? said : otherwise;
}
