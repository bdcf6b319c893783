/**
 * One at a time among processes on one store: whoever holds a lease renews its document again and
 * again; who waits takes it over once it is gone or has not changed for a while. No clocks are
 * compared, only waited by: those of two machines may differ.
 */
import type { Store } from './store.ts';

export type LeaseOptions = {
  /** Names the process in the document, for people. */
  readonly holder: string;
  /** Waits that many milliseconds; rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds that only ever rise. */
  readonly nowMs: () => number;
  /** Gives up waiting. */
  readonly signal: AbortSignal;
};

export type Lease = {
  /** Resolves when it could not be renewed in time: somebody else may hold it any moment now. */
  readonly lost: Promise<void>;
  /** Lets the next one have it at once. */
  release(): Promise<void>;
};

type LeaseDocument = { readonly holder: string; readonly turn: number };

const renewEveryMs = 10_000;
const lookEveryMs = 2_000;
/** A holder that could not renew for so long gives up, well before anybody takes it over. */
const givesUpAfterMs = 20_000;
const takenOverAfterMs = 30_000;

/** Waits until it has the lease. Rejects when the signal aborts, or the store fails at the first look. */
export async function takeLease(store: Store, name: string, options: LeaseOptions): Promise<Lease> {
  const { signal, nowMs, delay } = options;
  let seen: string | null = null;
  let seenAtMs = nowMs();
  for (;;) {
    signal.throwIfAborted();
    const found = await store.document<LeaseDocument>('setting', name);
    const etag = found?.etag ?? null;
    if (etag !== seen) [seen, seenAtMs] = [etag, nowMs()];
    if (etag === null || nowMs() - seenAtMs >= takenOverAfterMs) {
      const value: LeaseDocument = { holder: options.holder, turn: 0 };
      const put = await store.putDocument('setting', name, value, etag);
      if (put !== 'conflict') return hold(store, name, put.etag, options);
    }
    await delay(lookEveryMs, signal);
  }
}

function hold(store: Store, name: string, first: string, options: LeaseOptions): Lease {
  const { nowMs, delay, holder } = options;
  const releasing = new AbortController();
  const { signal } = releasing;
  let etag = first;
  let renewedAtMs = nowMs();

  /** Until it is lost or released; answers which. */
  async function renew(): Promise<'lost' | 'released'> {
    for (let turn = 1; ; turn += 1) {
      await delay(renewEveryMs, signal).catch(() => {});
      if (signal.aborted) return 'released';
      const value: LeaseDocument = { holder, turn };
      const written = store.putDocument('setting', name, value, etag).catch(() => null);
      const leftMs = givesUpAfterMs - (nowMs() - renewedAtMs);
      // A store may insist for longer than the lease lasts.
      const tooLate = delay(leftMs, signal).then(() => 'tooLate' as const);
      const put = await Promise.race([written, tooLate.catch(() => written)]);
      if (put === 'conflict' || put === 'tooLate') return 'lost';
      if (put !== null) [etag, renewedAtMs] = [put.etag, nowMs()];
      else if (nowMs() - renewedAtMs >= givesUpAfterMs) return 'lost';
    }
  }

  const ended = renew();
  return {
    lost: new Promise((resolve) => {
      void ended.then((how) => how === 'lost' && resolve());
    }),
    async release() {
      releasing.abort();
      if ((await ended) === 'released') await store.deleteDocument('setting', name);
    },
  };
}
