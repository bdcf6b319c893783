/** Security headers of every response: browsers must not guess content types, and must use TLS. */
import type { Server } from 'restify';

/**
 * Sets the headers before any other handler. The TLS header is set only if people reach this
 * service by https.
 */
export function setSafeHeaders(server: Server, publicOrigin: string | null): void {
  server.pre((_request, response, next) => {
    response.setHeader('x-content-type-options', 'nosniff');
    // Browsers ignore this header in a response over http.
    if (publicOrigin?.startsWith('https:'))
      response.setHeader('strict-transport-security', 'max-age=31536000');
    next();
  });
}
