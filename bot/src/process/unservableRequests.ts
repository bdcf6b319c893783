/** Responds to requests that Node and restify do not pass to any handler. */
import type { Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiError } from '@rooms-pro/core/contracts';
import type { Next, Request, Response } from 'restify';

/**
 * Makes Node ignore the header `Upgrade`, and responds to `CONNECT` and unknown expectations at once. Restify
 * adds listeners for them; with a listener Node passes the socket to it, and no timeout closes the socket.
 */
export function serveWithoutUpgrade(http: HttpServer): void {
  http.removeAllListeners('upgrade');
  http.removeAllListeners('connect');
  http.on('connect', (_request, socket: Duplex) => {
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n', () => socket.destroy());
  });
  http.on('checkExpectation', (_request, response) => {
    response.writeHead(417, { connection: 'close' });
    response.end();
  });
}

/** Whether the address can be parsed. Restify parses it in its router, where an error ends the process. */
export function hasReadableAddress(request: Request): boolean {
  try {
    request.getUrl();
    return true;
  } catch {
    return false;
  }
}

/** Responds 400 and closes the connection. */
export function rejectAddress(response: Response, next: Next): void {
  const sentence = 'The address or the host of this request cannot be read.';
  const body: ApiError = { error: { code: 'badAddress', sentence } };
  response.setHeader('connection', 'close');
  response.send(400, body);
  next(false);
}
