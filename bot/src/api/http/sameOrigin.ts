/**
 * Rejects requests of foreign web pages. A browser sends the origin of a page, and the Host header
 * shows a foreign name that points at this machine (DNS rebinding).
 */
import type { Request } from 'restify';
import { AppError } from '../../appError.ts';

/** Throws 403 if a browser sends from another origin, or to a host name that is not ours. */
export function assertSameOrigin(request: Request, allowedHosts: ReadonlySet<string>): void {
  const own = read(`http://${request.header('host', '')}`);
  const origin = request.header('origin', '');
  const isOurs = own !== null && allowedHosts.has(own.hostname);
  // The port is compared, too: another program of this machine is another site.
  const isSame = origin === '' || read(origin)?.host === own?.host;
  if (isOurs && isSame) return;
  throw new AppError('This request comes from another site and is refused.', {
    code: 'foreignOrigin',
    status: 403,
  });
}

/** Host names of a local service. */
export const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'] as const;

function read(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
