/** What every answer tells browsers, whatever answers: take nothing for what it is not said to be, use TLS. */
import type { Server } from 'restify';

/** Sets them before anything else; TLS is asked for where people reach this service by https. */
export function setSafeHeaders(server: Server, publicOrigin: string | null): void {
  server.pre((_request, response, next) => {
    response.setHeader('x-content-type-options', 'nosniff');
    // Browsers take no notice of it where they came by http.
    if (publicOrigin?.startsWith('https:'))
      response.setHeader('strict-transport-security', 'max-age=31536000');
    next();
  });
}
