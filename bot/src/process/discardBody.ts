/**
 * Reads and drops the unused rest of a request body. A connection cannot be used again before its request is
 * read to the end, and a client that is still sending does not read the response.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { largestAttachmentBytes } from '@rooms-pro/core/contracts';

/** The most bytes to drop, and the longest time. After that the connection is closed. */
export type BodyAllowance = { readonly bytes: number; readonly withinMs: number };

/** For authenticated people: the size of the largest attachment. */
export const forPeople: BodyAllowance = {
  bytes: largestAttachmentBytes,
  withinMs: 5 * 60_000,
};
/** For unknown senders: about as much as is in transit when they get the response. */
export const forUnknownPeople: BodyAllowance = { bytes: 1024 * 1024, withinMs: 5_000 };
/** For a body that already exceeds its limits. */
export const nothingMore: BodyAllowance = { bytes: 0, withinMs: 0 };

const allowances = new WeakMap<IncomingMessage, BodyAllowance>();

/** Sets how much of this request's body is dropped after a rejection. Default: `forUnknownPeople`. */
export function allowBody(request: IncomingMessage, allowance: BodyAllowance): void {
  allowances.set(request, allowance);
}

/**
 * Await this before you send a response. It drops the rest of a body that was read in part. If the rest is
 * larger than allowed, the connection is closed after the response.
 */
export async function finishBody(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.complete || !request.readableDidRead || response.headersSent) return;
  await discardBody(request);
}

/** Drops the rest of the body after the response is sent; closes the connection if the rest is too large. */
export function discardAfterResponse(request: IncomingMessage, response: ServerResponse): void {
  response.once('prefinish', () => {
    // Node itself drops a body that has arrived completely.
    if (request.readableEnded || (request.complete && !request.readableDidRead)) return;
    void discardBody(request).then((isWhole) => {
      if (!isWhole) closeSoon(request);
    });
  });
}

const lingerMs = 1_000;

/**
 * Closes our side of the connection at once, and the whole connection a moment later. Until then it drops the
 * incoming bytes: a close with unread bytes resets the connection, and the client loses the response.
 */
function closeSoon(request: IncomingMessage): void {
  const { socket } = request;
  request.resume();
  socket.end();
  const late = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once('close', () => clearTimeout(late));
}

/** Drops the body. Resolves to whether the body ended within its allowance. */
function discardBody(request: IncomingMessage): Promise<boolean> {
  const { bytes: most, withinMs } = allowances.get(request) ?? forUnknownPeople;
  if (request.readableEnded) return Promise.resolve(true);
  if (request.destroyed || (most === 0 && !request.complete)) return Promise.resolve(false);
  return new Promise((resolve) => {
    let bytes = 0;
    const count = (chunk: Uint8Array) => {
      bytes += chunk.byteLength;
      if (bytes > most) settle(false);
    };
    const end = () => settle(request.complete);
    const late = setTimeout(() => settle(false), withinMs).unref();
    const settle = (isWhole: boolean) => {
      clearTimeout(late);
      request.off('data', count).off('end', end).off('close', end).off('error', end);
      if (!isWhole) {
        // Reads no more: the allowance is used up, also for later calls.
        request.pause();
        allowBody(request, nothingMore);
      }
      resolve(isWhole);
    };
    // A handler that stopped in the middle of a loop still has a listener on the stream.
    request.removeAllListeners('readable');
    request.on('data', count).once('end', end).once('close', end).once('error', end);
    request.resume();
  });
}
