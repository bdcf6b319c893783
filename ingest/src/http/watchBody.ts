/**
 * Ensures that every body is read to its end. When the stream of a request is cancelled, the server stops
 * reading from the connection, so the next request on that connection would wait until a timeout.
 */
import { within } from '@rooms-pro/async';
import type { IncomingBody } from './readBody.ts';

/** Limits for reading and discarding a rejected body; above them the connection is closed. */
const discardMs = 10_000;
const discardBytes = 128 * 1024 * 1024;

/** A body whose reader may stop at any time. */
export type WatchedBody = IncomingBody & {
  /**
   * Await it before the response: reads the unread rest within the limits. False: there is more, so close
   * the connection. It does not read a body that no handler touched.
   */
  settle(): Promise<boolean>;
};

/** Wraps a body. The wrapper never cancels its source, even when a reader stops early. */
export function watchBody(body: IncomingBody): WatchedBody {
  const { bytes } = body;
  if (bytes === null) return { ...body, settle: async () => true };
  let source: AsyncIterator<Uint8Array> | null = null;
  let hasEnded = false;

  async function next(): Promise<IteratorResult<Uint8Array>> {
    source ??= bytes?.[Symbol.asyncIterator]() ?? null;
    if (source === null || hasEnded) return done;
    try {
      const step = await source.next();
      if (step.done) hasEnded = true;
      return step;
    } catch (error) {
      hasEnded = true;
      throw error;
    }
  }

  /** Whether the body ended within `maxBytes` bytes. A lost connection also ends the body. */
  async function discard(maxBytes: number): Promise<boolean> {
    let size = 0;
    try {
      for (let step = await next(); !step.done; step = await next()) {
        size += step.value.byteLength;
        if (size > maxBytes) return false;
      }
    } catch {
      // The handler has its response already, or has refused the incomplete body.
    }
    return true;
  }

  const reader = { next, return: async () => done };
  return {
    ...body,
    bytes: { [Symbol.asyncIterator]: () => reader },
    async settle() {
      if (source === null || hasEnded) return true;
      const isWhole = (await within(discardMs, discard(discardBytes))) ?? false;
      // If the server does not close the connection, further reading keeps it usable.
      if (!isWhole) void discard(Number.POSITIVE_INFINITY);
      return isWhole;
    },
  };
}

const done = { done: true, value: undefined } as const;
