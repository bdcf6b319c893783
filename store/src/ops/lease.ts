/**
 * A lease, so that only one process on a store does a job at a time. The holder renews the document of
 * the lease regularly. A waiting process takes the lease when the holder has released it, or when the
 * document has not changed for the duration of the lease. Processes never compare their clocks: each one
 * only measures durations.
 */
import { documentToReplace } from '../quarantine/reader.ts';
import type { Store } from '../store.ts';

export type LeaseOptions = {
  /** Identifies this process in the document; unique among all processes. */
  readonly holder: string;
  /** Waits for `ms` milliseconds; rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A monotonic clock in milliseconds. */
  readonly nowMs: () => number;
  /** This process has the lease from now on, until `onLoss`. */
  readonly onGain: () => void;
  /** This process may have lost the lease; it does not try to take it again before this resolves. */
  readonly onLoss: () => Promise<void>;
  readonly onFault?: (error: unknown) => void;
};

export type Lease = {
  /** Whether this process has the lease at this moment; true in one process at most. */
  isHeld(): boolean;
  /** Ends the work of the holder (`onLoss`), then releases the lease, so that the next process gets it at once. */
  release(): Promise<void>;
};

/** `holder`: `null` after a release. */
type LeaseDocument = { readonly holder: string | null; readonly turn: number };

/** A turn of this process: the version that it wrote last, and until when it may act as the holder. */
type Turn = { etag: string; untilMs: number; readonly number: number };

const lastsMs = 15_000;
const renewEveryMs = 5_000;
const retryEveryMs = 1_000;
/** The holder stops this long before other processes may start. */
const marginMs = 3_000;

/** Tries to take the lease from now on, again after each loss, until `release`. Never throws. */
export function contendForLease(store: Store, name: string, options: LeaseOptions): Lease {
  const { nowMs, onFault = () => {} } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const { take, renew, release } = createTurns(store, name, options, signal);
  let turn: Turn | null = null;

  /** Renews the lease until its time ends without a renewal, another process has it, or `release` is called. */
  async function renewUntilLost(held: Turn): Promise<void> {
    for (let waitMs = renewEveryMs; ; ) {
      await options.delay(Math.min(waitMs, held.untilMs - nowMs()), signal).catch(() => {});
      if (signal.aborted || nowMs() >= held.untilMs) return;
      const renewed = await within(renew(held), held.untilMs - nowMs(), options.delay);
      if (renewed === null || renewed === 'late') return;
      waitMs = renewed === 'failed' ? retryEveryMs : renewEveryMs;
      if (renewed === 'failed') continue;
      held.etag = renewed.etag;
      held.untilMs = renewed.untilMs;
    }
  }

  async function contend(): Promise<void> {
    for (let taken = await take(); taken !== null; taken = await take()) {
      turn = taken;
      options.onGain();
      await renewUntilLost(taken);
      if (!signal.aborted) turn = null;
      await options.onLoss().catch(onFault);
      turn = null;
      if (signal.aborted) await release(taken);
    }
  }

  const ended = contend();
  return {
    isHeld: () => turn !== null && nowMs() < turn.untilMs,
    async release() {
      stopping.abort();
      await ended;
    },
  };
}

/** Reads and writes the document of the lease. */
function createTurns(store: Store, name: string, options: LeaseOptions, signal: AbortSignal) {
  const { holder, delay, nowMs, onFault = () => {} } = options;
  /** The version that was last read, and the time when it was first read. */
  let seen: { etag: string | null | undefined; atMs: number } = { etag: undefined, atMs: 0 };

  /** `null`: another process wrote in between. */
  async function write(number: number, by: string | null, over: string | null) {
    const startedAtMs = nowMs();
    const value: LeaseDocument = { holder: by, turn: number };
    const put = await store.putDocument('lease', name, value, over);
    if (put === 'conflict') return null;
    // Other processes measure from their read of this version, which is never before `startedAtMs`.
    return { etag: put.etag, untilMs: startedAtMs + lastsMs - marginMs, number } satisfies Turn;
  }

  /** Takes the lease if it is free; if not, returns the wait before the next try in ms. */
  async function tryTake(): Promise<Turn | number> {
    // An unreadable document counts as held by another process until its time is over, and is then replaced.
    const { value, etag } = await documentToReplace<LeaseDocument>(store, 'lease', name);
    if (seen.etag !== etag) seen = { etag, atMs: nowMs() };
    const by = value === null && etag !== null ? '' : (value?.holder ?? null);
    const leftMs = seen.atMs + lastsMs - nowMs();
    // The lease is also free when a late write of this process has made it the holder.
    const isFree = by === null || by === holder || leftMs <= 0;
    if (!isFree) return Math.min(renewEveryMs, leftMs);
    return (await write((value?.turn ?? 0) + 1, holder, etag)) ?? 0;
  }

  const orFailed = <A>(written: Promise<A>): Promise<A | 'failed'> =>
    written.catch((error: unknown) => {
      onFault(error);
      return 'failed' as const;
    });

  return {
    /** Waits until the lease is free and takes it; `null`: the signal aborted. */
    async take(): Promise<Turn | null> {
      while (!signal.aborted) {
        const taken = await orFailed(tryTake());
        if (typeof taken === 'object') return taken;
        await delay(taken === 'failed' ? renewEveryMs : taken, signal).catch(() => {});
      }
      return null;
    },
    renew: ({ number, etag }: Turn) => orFailed(write(number, holder, etag)),
    release: ({ number, etag }: Turn) => orFailed(write(number, null, etag)),
  };
}

/** Limits the wait for a write, because the store may retry for longer than the lease lasts. */
async function within<A>(result: Promise<A>, ms: number, delay: LeaseOptions['delay']) {
  const finished = new AbortController();
  const late = delay(ms, finished.signal).then(
    () => 'late' as const,
    () => result,
  );
  const first = await Promise.race([result, late]);
  finished.abort();
  return first;
}
