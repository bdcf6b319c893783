/**
 * Keeps a body from being left half-read. A server reads a connection no further once the stream over
 * its request is cancelled, so the next request on that connection would wait until a timeout.
 */
import type { IncomingBody } from './readBody.ts';
import { withTimeout } from './within.ts';

/** How much of a rejected body is read and discarded before the connection is closed instead. */
const discardMs = 10_000;
const discardBytes = 128 * 1024 * 1024;

/** A body that its reader may leave at any time. */
export type WatchedBody = IncomingBody & {
  /**
   * To be awaited before the response: reads what a handler left unread, within the limits. False:
   * there is more, and the connection must be closed. A body that no handler touched stays untouched.
   */
  settle(): Promise<boolean>;
};

/** Wraps a body. Its source is never cancelled, however early a reader leaves. */
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

  /** Whether the body ended within so many bytes. A sender who is gone has ended it as well. */
  async function discard(most: number): Promise<boolean> {
    let size = 0;
    try {
      for (let step = await next(); !step.done; step = await next()) {
        size += step.value.byteLength;
        if (size > most) return false;
      }
    } catch {
      // The handler has its response already, or has said that the body is incomplete.
    }
    return true;
  }

  const reader = { next, return: async () => done };
  return {
    ...body,
    bytes: { [Symbol.asyncIterator]: () => reader },
    async settle() {
      if (source === null || hasEnded) return true;
      const isWhole = (await withTimeout(discardMs, discard(discardBytes))) ?? false;
      // Where the server closes no connection, reading on is what keeps it usable.
      if (!isWhole) void discard(Number.POSITIVE_INFINITY);
      return isWhole;
    },
  };
}

const done = { done: true, value: undefined } as const;
