/**
 * The rest of a body that is not used. A connection whose request was not read to its end cannot be
 * used again, and a client that is still sending does not read the response.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { largestAttachmentBytes } from '@rooms-pro/core/contracts';

/** How much of a body is read and dropped, and for how long; then the connection is closed. */
export type BodyAllowance = { readonly bytes: number; readonly withinMs: number };

/** For people who are let in: as much as an attachment may have. */
export const forPeople: BodyAllowance = {
  bytes: largestAttachmentBytes,
  withinMs: 5 * 60_000,
};
/** For senders who have not shown who they are: as much as is under way when they get the response. */
export const forUnknownPeople: BodyAllowance = { bytes: 1024 * 1024, withinMs: 5_000 };
/** For a body that is over its limits already. */
export const nothingMore: BodyAllowance = { bytes: 0, withinMs: 0 };

const allowances = new WeakMap<IncomingMessage, BodyAllowance>();

/** Sets what is read on of this request's body when it is rejected; without it `forUnknownPeople`. */
export function allowBody(request: IncomingMessage, allowance: BodyAllowance): void {
  allowances.set(request, allowance);
}

/**
 * To be awaited before a response is sent. When the body was read in part, drops the rest of it
 * first; where that is more than allowed, the connection is closed after the response.
 */
export async function finishBody(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.complete || !request.readableDidRead || response.headersSent) return;
  await discardBody(request);
}

/** Drops what is left of the body once the response is on its way, else closes the connection. */
export function discardAfterResponse(request: IncomingMessage, response: ServerResponse): void {
  response.once('prefinish', () => {
    // Node itself drops what has arrived as a whole.
    if (request.readableEnded || (request.complete && !request.readableDidRead)) return;
    void discardBody(request).then((isWhole) => {
      if (!isWhole) closeSoon(request);
    });
  });
}

const lingerMs = 1_000;

/**
 * Closes our side, and the other one a moment later. Until then it drops what still comes in: closed
 * with unread bytes, a connection is reset, and a client that is still sending loses the response.
 */
function closeSoon(request: IncomingMessage): void {
  const { socket } = request;
  request.resume();
  socket.end();
  const late = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once('close', () => clearTimeout(late));
}

/** Whether the body came to its end within its allowance. */
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
        // No more comes in: the limit is used up for every later reader.
        request.pause();
        allowBody(request, nothingMore);
      }
      resolve(isWhole);
    };
    // A handler that stopped in the middle of a loop still holds the stream.
    request.removeAllListeners('readable');
    request.on('data', count).once('end', end).once('close', end).once('error', end);
    request.resume();
  });
}
