/**
 * Signals that cached documents are out of date. Each signal is one small document that changes with
 * every signal, so a cache reads this document instead of all its documents.
 */
import type { Instant } from '@rooms-pro/core';
import { documentToReplace } from '../quarantine/reader.ts';
import type { Store } from '../store.ts';

/**
 * `keyRevocations`: a key was revoked. `deviceMoves`: a device moved to another room.
 * `audience`: the bot joined or left a conversation, or a subscription started or ended.
 * `people`: the permissions of a person changed. `outages`: a person worked on an outage.
 */
export type ChangeSignal = 'keyRevocations' | 'deviceMoves' | 'audience' | 'people' | 'outages';

/** Time between two reads of a signal: other processes see a change within this time. */
const readEveryMs = 30_000;

/** Counts the signals of this process, which sees them immediately. */
const localCounts = new WeakMap<Store, Map<ChangeSignal, number>>();

function localCount(store: Store, signal: ChangeSignal): number {
  return localCounts.get(store)?.get(signal) ?? 0;
}

/** Signals that caches are out of date. Call it after the new data is written. */
export async function signalChange(
  store: Store,
  signal: ChangeSignal,
  now: Instant,
): Promise<void> {
  const counts = localCounts.get(store) ?? new Map<ChangeSignal, number>();
  localCounts.set(store, counts.set(signal, localCount(store, signal) + 1));
  await store.putDocument('setting', signal, { latest: now });
}

/** Returns a check for a signal since the last check. It reads at most once in `everyMs`. */
export function watchSignal(
  store: Store,
  signal: ChangeSignal,
  everyMs: number = readEveryMs,
): (nowMs: number) => Promise<boolean> {
  let etag: string | null = null;
  let here = localCount(store, signal);
  let readAt = Number.NEGATIVE_INFINITY;
  /** The read in progress, with the count of this process's signals at its start. */
  let reading: { readonly count: number; readonly isChanged: Promise<boolean> } | null = null;

  return async (nowMs) => {
    const count = localCount(store, signal);
    const isRecent = nowMs - readAt < everyMs && nowMs >= readAt;
    if (isRecent && count === here) return false;
    // Calls during a read share its result, so that many calls at once cause one read.
    if (reading?.count === count) return reading.isChanged;
    const own = { count, isChanged: read(nowMs, count) };
    reading = own;
    try {
      return await own.isChanged;
    } finally {
      if (reading === own) reading = null;
    }
  };

  async function read(nowMs: number, count: number): Promise<boolean> {
    // Only the version matters, so an unreadable document works too.
    const stored = await documentToReplace(store, 'setting', signal);
    const isChanged = stored.etag !== etag || count !== here;
    etag = stored.etag;
    here = count;
    readAt = nowMs;
    return isChanged;
  }
}
