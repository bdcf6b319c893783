/**
 * Keeps foreign web pages out: a browser says where a request comes from, and a name that points at
 * this machine from outside (DNS rebinding) shows in the Host header.
 */
import type { Request } from 'restify';
import { AppError } from '../appError.ts';

/** Throws 403 when a browser sends from another origin, or to a host name that is not ours. */
export function assertSameOrigin(request: Request, allowedHosts: ReadonlySet<string>): void {
  const host = hostOf(`http://${request.header('host', '')}`);
  const origin = request.header('origin', '');
  const isOurs = host !== null && allowedHosts.has(host);
  const isSame = origin === '' || hostOf(origin) === host;
  if (isOurs && isSame) return;
  throw new AppError('This request comes from another site and is refused.', {
    code: 'foreignOrigin',
    status: 403,
  });
}

/** Host names under which a local service is reached. */
export const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'] as const;

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}
