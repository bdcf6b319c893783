/** Reads the query of a request. */
import type { Request } from 'restify';

/** The query as text values. If a parameter is repeated, the first value counts. */
export function queryOf(request: Request): Record<string, string> {
  const query = new URLSearchParams(request.getQuery());
  return Object.fromEntries([...query].reverse().filter(([, value]) => value !== ''));
}
