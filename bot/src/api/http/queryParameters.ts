/** Reads what stands behind the question mark of a request. */
import type { Request } from 'restify';

/** The query as plain text values; the first of a repeated one counts. */
export function queryOf(request: Request): Record<string, string> {
  const query = new URLSearchParams(request.getQuery());
  return Object.fromEntries([...query].reverse().filter(([, value]) => value !== ''));
}
