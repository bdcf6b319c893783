/**
 * One at a time among processes on one store: whoever holds a lease renews its document again and
 * again; who waits takes it once it is given back or has not changed for as long as it lasts. No two
 * clocks are compared: each process only measures how long something took.
 */
import { documentToReplace } from '../quarantine/reader.ts';
import type { Store } from '../store.ts';

export type LeaseOptions = {
  /** Names this process in the document; of no other process, ever. */
  readonly holder: string;
  /** Waits that many milliseconds; rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds that only ever rise. */
  readonly nowMs: () => number;
  /** It is held from now on, until `onLoss`. */
  readonly onGain: () => void;
  /** It may not be held any more; it is not asked for again before this resolves. */
  readonly onLoss: () => Promise<void>;
  readonly onFault?: (error: unknown) => void;
};

export type Lease = {
  /** Whether it is held at this moment; true in one process at most. */
  isHeld(): boolean;
  /** Ends the part of the holder (`onLoss`), then lets the next one have it at once. */
  release(): Promise<void>;
};

/** `holder`: `null` when it was given back. */
type LeaseDocument = { readonly holder: string | null; readonly turn: number };

/** A turn of this process: the version it wrote last, and until when that counts. */
type Turn = { etag: string; untilMs: number; readonly number: number };

const lastsMs = 15_000;
const renewEveryMs = 5_000;
const retryEveryMs = 1_000;
/** The holder stops that long before others may begin. */
const marginMs = 3_000;

/** Asks for the lease from now on, again after each loss, until it is released. Never throws. */
export function contendForLease(store: Store, name: string, options: LeaseOptions): Lease {
  const { nowMs, onFault = () => {} } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const { take, renew, giveBack } = createTurns(store, name, options, signal);
  let turn: Turn | null = null;

  /** Renews until that fails in time, or the lease is to be given back. */
  async function keep(held: Turn): Promise<void> {
    for (let restMs = renewEveryMs; ; ) {
      await options.delay(Math.min(restMs, held.untilMs - nowMs()), signal).catch(() => {});
      if (signal.aborted || nowMs() >= held.untilMs) return;
      const renewed = await within(renew(held), held.untilMs - nowMs(), options.delay);
      if (renewed === null || renewed === 'late') return;
      restMs = renewed === 'failed' ? retryEveryMs : renewEveryMs;
      if (renewed === 'failed') continue;
      held.etag = renewed.etag;
      held.untilMs = renewed.untilMs;
    }
  }

  async function contend(): Promise<void> {
    for (let taken = await take(); taken !== null; taken = await take()) {
      turn = taken;
      options.onGain();
      await keep(taken);
      if (!signal.aborted) turn = null;
      await options.onLoss().catch(onFault);
      turn = null;
      if (signal.aborted) await giveBack(taken);
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

/** Reads and writes the document. */
function createTurns(store: Store, name: string, options: LeaseOptions, signal: AbortSignal) {
  const { holder, delay, nowMs, onFault = () => {} } = options;
  /** The version that was last seen, and since when. */
  let seen: { etag: string | null | undefined; atMs: number } = { etag: undefined, atMs: 0 };

  /** `null`: somebody came between. */
  async function write(number: number, by: string | null, over: string | null) {
    const askedAtMs = nowMs();
    const value: LeaseDocument = { holder: by, turn: number };
    const put = await store.putDocument('lease', name, value, over);
    if (put === 'conflict') return null;
    // Others count from when they see this, which is not before it was asked for.
    return { etag: put.etag, untilMs: askedAtMs + lastsMs - marginMs, number } satisfies Turn;
  }

  /** Takes it if it is free; otherwise answers how long to wait before the next look. */
  async function tryToTake(): Promise<Turn | number> {
    // One that cannot be read is held by another until its time is over, then written anew.
    const { value, etag } = await documentToReplace<LeaseDocument>(store, 'lease', name);
    if (seen.etag !== etag) seen = { etag, atMs: nowMs() };
    const by = value === null && etag !== null ? '' : (value?.holder ?? null);
    const leftMs = seen.atMs + lastsMs - nowMs();
    // Our own, written when we had given up on it, is nobody else's.
    const isFree = by === null || by === holder || leftMs <= 0;
    if (!isFree) return Math.min(renewEveryMs, leftMs);
    return (await write((value?.turn ?? 0) + 1, holder, etag)) ?? 0;
  }

  const insist = <A>(written: Promise<A>): Promise<A | 'failed'> =>
    written.catch((error: unknown) => {
      onFault(error);
      return 'failed' as const;
    });

  return {
    /** Waits until it may be taken, and takes it; `null`: it is not wanted any more. */
    async take(): Promise<Turn | null> {
      while (!signal.aborted) {
        const taken = await insist(tryToTake());
        if (typeof taken === 'object') return taken;
        await delay(taken === 'failed' ? renewEveryMs : taken, signal).catch(() => {});
      }
      return null;
    },
    renew: ({ number, etag }: Turn) => insist(write(number, holder, etag)),
    giveBack: ({ number, etag }: Turn) => insist(write(number, null, etag)),
  };
}

/** A store may insist for longer than the lease lasts. */
async function within<A>(answer: Promise<A>, ms: number, delay: LeaseOptions['delay']) {
  const answered = new AbortController();
  const late = delay(ms, answered.signal).then(
    () => 'late' as const,
    () => answer,
  );
  const first = await Promise.race([answer, late]);
  answered.abort();
  return first;
}
