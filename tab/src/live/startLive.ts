/** Keeps one stream open for the whole tab: reconnects with back-off, polls while it is down. */
import type { RoomId } from '@rooms-pro/core';
import { nextDelayMs } from './backoff.ts';
import { readStream } from './readStream.ts';

/**
 * `connecting` only before the first success; afterwards a loss is `reconnecting`. `polling`: the
 * server answers, and has no stream for this page.
 */
export type LiveStatus = 'connecting' | 'live' | 'polling' | 'reconnecting' | 'stopped';

/** What the outside gives: the stream, and what to do when it speaks or falls silent. */
export type LiveWorld = {
  readonly openStream: (signal: AbortSignal) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  readonly onChanged: (rooms: readonly RoomId[]) => void;
  /** Everything may have changed: whenever the stream opens, and at each poll while it is down. */
  readonly onDoubt: () => void;
  readonly onBeat: () => void;
  readonly onStatus: (status: LiveStatus) => void;
  /** Whether the server has no stream left for anybody. */
  readonly isCrowded: (error: unknown) => boolean;
  /** Resolves when the person turns to this page, or `signal` ends the wait. */
  readonly used: (signal: AbortSignal) => Promise<void>;
  readonly chance: () => number;
};

/** The server comments every 15 s; after more than two missed the line is dead. */
const silenceMs = 40_000;
const pollMs = 15_000;

/** Starts at once; the returned function ends the stream and every timer. */
export function startLive(world: LiveWorld): () => void {
  const life = new AbortController();
  let attempt = 0;
  const poll = setInterval(() => {
    if (attempt > 0) world.onDoubt();
  }, pollMs);

  async function readOnce(): Promise<'lost' | 'superseded' | 'crowded'> {
    const line = new AbortController();
    const end = AbortSignal.any([life.signal, line.signal]);
    let watchdog = setTimeout(() => line.abort(), silenceMs);
    try {
      const body = await world.openStream(end);
      // Also at the first opening: what changed since a page was answered would never be told.
      world.onDoubt();
      attempt = 0;
      world.onStatus('live');
      const isSuperseded = await readStream(body, {
        onChanged: (change) => world.onChanged(change.rooms),
        onBeat: () => {
          clearTimeout(watchdog);
          watchdog = setTimeout(() => line.abort(), silenceMs);
          world.onBeat();
        },
      });
      return isSuperseded ? 'superseded' : 'lost';
    } catch (error) {
      // Otherwise it does not matter why it broke: the response is always to try again.
      return world.isCrowded(error) ? 'crowded' : 'lost';
    } finally {
      clearTimeout(watchdog);
      line.abort();
    }
  }

  async function keepReading(): Promise<void> {
    while (!life.signal.aborted) {
      const outcome = await readOnce();
      if (life.signal.aborted) return;
      world.onStatus(outcome === 'lost' ? 'reconnecting' : 'polling');
      const delayMs = nextDelayMs(attempt, world.chance());
      attempt += 1;
      // Opened again at once, it would take the place of another page of the same person, and so on.
      if (outcome === 'superseded') await world.used(life.signal);
      else await wait(delayMs, life.signal);
    }
  }

  world.onStatus('connecting');
  void keepReading();
  return () => {
    clearInterval(poll);
    life.abort();
    world.onStatus('stopped');
  };
}

/** Waits, or returns early when `signal` ends the wait or the browser is back on the network. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    globalThis.addEventListener?.('online', done);
    signal.addEventListener('abort', done);
  });
}
