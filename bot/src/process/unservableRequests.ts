/** Requests that Node and restify do not bring to any handler: here each gets a response all the same. */
import type { Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiError } from '@rooms-pro/core/contracts';
import type { Next, Request, Response } from 'restify';

/**
 * Lets Node treat a request with `Upgrade` as if it had no such header, and answers `CONNECT` and
 * unknown expectations at once. With a listener, as restify adds one, Node gives the socket away:
 * nothing limits or closes it from then on.
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

/** Whether the address can be read; restify reads it in its router, where an error ends the process. */
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
