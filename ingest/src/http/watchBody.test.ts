import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readBody } from './readBody.ts';
import { watchBody } from './watchBody.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const piece = new Uint8Array(1024 * 1024);

/** A body of so many pieces of one MB; `stalls`: the next one never comes. */
function bodyOf(pieces: number, { stalls = false } = {}) {
  const seen = { read: 0, isCancelled: false };
  async function* bytes() {
    try {
      for (; seen.read < pieces; seen.read += 1) yield piece;
      if (stalls) await new Promise(() => {});
    } finally {
      seen.isCancelled = seen.read < pieces;
    }
  }
  const body = watchBody({ contentEncoding: null, contentLength: null, bytes: bytes() });
  return { seen, body };
}

async function leaveEarly(body: ReturnType<typeof watchBody>) {
  for await (const _ of body.bytes ?? []) break;
}

describe('a body', () => {
  it('that its reader left is read to its end before the response', async () => {
    const { seen, body } = bodyOf(5);
    await leaveEarly(body);
    expect(await body.settle()).toBe(true);
    expect(seen).toEqual({ read: 5, isCancelled: false });
  });

  it('that is over the limit is refused and read to its end', async () => {
    const { seen, body } = bodyOf(5);
    expect(await readBody(body)).toMatchObject({ ok: false, refusal: { status: 413 } });
    expect(await body.settle()).toBe(true);
    expect(seen).toEqual({ read: 5, isCancelled: false });
  });

  it('that nobody touched stays untouched', async () => {
    const { seen, body } = bodyOf(5);
    expect(await body.settle()).toBe(true);
    expect(seen.read).toBe(0);
  });

  it('of which more comes than is discarded asks for an end of the connection', async () => {
    const { seen, body } = bodyOf(1_000);
    await leaveEarly(body);
    expect(await body.settle()).toBe(false);
    expect(seen.isCancelled).toBe(false);
  });

  it('that stalls is waited for as long as the limit, then its connection has to end', async () => {
    const { seen, body } = bodyOf(1, { stalls: true });
    await leaveEarly(body);
    const settled = body.settle();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await settled).toBe(false);
    expect(seen.isCancelled).toBe(false);
  });

  it('that stalls while it is read is refused after a minute', async () => {
    const { body } = bodyOf(0, { stalls: true });
    const read = readBody(body);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await read).toMatchObject({ ok: false, refusal: { status: 408, code: 'bodyTooSlow' } });
  });

  it('whose sender is gone is at its end', async () => {
    async function* bytes() {
      yield piece;
      throw new Error('aborted');
    }
    const body = watchBody({ contentEncoding: null, contentLength: null, bytes: bytes() });
    await leaveEarly(body);
    expect(await body.settle()).toBe(true);
  });
});
