/**
 * Keeps foreign web pages out: a browser says where a request comes from, and a name that points at
 * this machine from outside (DNS rebinding) shows in the Host header.
 */
import type { Request } from 'restify';
import { AppError } from '../../appError.ts';

/** Throws 403 when a browser sends from another origin, or to a host name that is not ours. */
export function assertSameOrigin(request: Request, allowedHosts: ReadonlySet<string>): void {
  const own = read(`http://${request.header('host', '')}`);
  const origin = request.header('origin', '');
  const isOurs = own !== null && allowedHosts.has(own.hostname);
  // With the port: another program of this machine is another site.
  const isSame = origin === '' || read(origin)?.host === own?.host;
  if (isOurs && isSame) return;
  throw new AppError('This request comes from another site and is refused.', {
    code: 'foreignOrigin',
    status: 403,
  });
}

/** Host names under which a local service is reached. */
export const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'] as const;

function read(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
