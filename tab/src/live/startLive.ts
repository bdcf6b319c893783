/** Keeps one stream open for the whole tab: reconnects with back-off, and polls while disconnected. */
import type { RoomId } from '@rooms-pro/core';
import { nextDelayMs } from './backoff.ts';
import { readStream } from './readStream.ts';

/**
 * `connecting` only before the first success; a later loss is `reconnecting`. `polling`: the server
 * responds, but has no stream for this page.
 */
export type LiveStatus = 'connecting' | 'live' | 'polling' | 'reconnecting' | 'stopped';

/** The dependencies: the stream, and the callbacks for its events. */
export type LiveDependencies = {
  readonly openStream: (signal: AbortSignal) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  readonly onChanged: (rooms: readonly RoomId[]) => void;
  /**
   * Everything may have changed: called whenever the stream opens, and at each poll while it is
   * disconnected.
   */
  readonly onDoubt: () => void;
  readonly onBeat: () => void;
  readonly onStatus: (status: LiveStatus) => void;
  /** Whether the server has reached its limit of streams. */
  readonly isCrowded: (error: unknown) => boolean;
  /** Resolves when the person returns to the page, or when `signal` aborts the wait. */
  readonly used: (signal: AbortSignal) => Promise<void>;
  readonly chance: () => number;
};

/**
 * The server sends a comment every 15 s. After more than two missed comments the connection is
 * considered dead.
 */
const silenceMs = 40_000;
const pollMs = 15_000;

/** Starts immediately. The returned function ends the stream and all timers. */
export function startLive(deps: LiveDependencies): () => void {
  const life = new AbortController();
  let attempt = 0;
  const poll = setInterval(() => {
    if (attempt > 0) deps.onDoubt();
  }, pollMs);

  async function readOnce(): Promise<'lost' | 'superseded' | 'crowded'> {
    const line = new AbortController();
    const end = AbortSignal.any([life.signal, line.signal]);
    let watchdog = setTimeout(() => line.abort(), silenceMs);
    try {
      const body = await deps.openStream(end);
      // Also at the first opening: a change between the first response and the opening would be missed
      // otherwise.
      deps.onDoubt();
      attempt = 0;
      deps.onStatus('live');
      const isSuperseded = await readStream(body, {
        onChanged: (change) => deps.onChanged(change.rooms),
        onBeat: () => {
          clearTimeout(watchdog);
          watchdog = setTimeout(() => line.abort(), silenceMs);
          deps.onBeat();
        },
      });
      return isSuperseded ? 'superseded' : 'lost';
    } catch (error) {
      // The reason of any other failure does not matter: the reader always reconnects.
      return deps.isCrowded(error) ? 'crowded' : 'lost';
    } finally {
      clearTimeout(watchdog);
      line.abort();
    }
  }

  async function readRepeatedly(): Promise<void> {
    while (!life.signal.aborted) {
      const outcome = await readOnce();
      if (life.signal.aborted) return;
      deps.onStatus(outcome === 'lost' ? 'reconnecting' : 'polling');
      const delayMs = nextDelayMs(attempt, deps.chance());
      attempt += 1;
      // Reopening immediately would replace the stream of another page of the same person, which would
      // then reopen too.
      if (outcome === 'superseded') await deps.used(life.signal);
      else await wait(delayMs, life.signal);
    }
  }

  deps.onStatus('connecting');
  void readRepeatedly();
  return () => {
    clearInterval(poll);
    life.abort();
    deps.onStatus('stopped');
  };
}

/** Waits, or returns early when `signal` aborts the wait or the browser is online again. */
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
