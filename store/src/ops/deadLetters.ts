/**
 * What could not be taken and nobody waits for an answer to: kept for a look, one document for each
 * fault of each sender, so that a device that repeats itself all day fills one place and no more.
 */
import { createHash } from 'node:crypto';
import { between, type Instant } from '@rooms-pro/core';
import { isUnreadable } from '../quarantine/quarantine.ts';
import type { Store, Stored } from '../store.ts';

/** Something that could not be taken. */
export type DeadLetter = {
  /** As it claims; empty where that could not be read. Hostile text. */
  readonly device: string;
  readonly reason: string;
  /** Where in `text` the fault is, as a JSON pointer. */
  readonly pointer: string;
  /** As it came, or what is left of it. Hostile text. */
  readonly text: string;
};

/** One fault of one sender: how often it came, and the latest example. */
export type DeadLetterEntry = DeadLetter & {
  readonly id: string;
  readonly times: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Whether `text` is the beginning only. */
  readonly isCut: boolean;
};

/** Of longer examples the beginning is kept: characters. */
const longestText = 16_000;
/** Of a flood of different faults so many are kept, a few more where several processes keep them. */
export const maxDeadLetters = 500;

type SetAsideDocument = Omit<DeadLetterEntry, 'id'>;

/** Where it is put. */
export type DeadLetterStore = {
  /**
   * Keeps what could not be taken, at one write for each fault; answers how many found no room any
   * more. Throws a `StoreError` when the database fails; then the same may be put there again.
   */
  put(untaken: readonly DeadLetter[], now: Instant): Promise<{ readonly dropped: number }>;
};

/** However full it was: once somebody has looked and forgotten some, there is room again. */
const countsAgainAfterMs = 10 * 60_000;

/** Opens it. How much is on it is counted now and then, not each time: counting reads all of it. */
export function openDeadLetters(store: Store): DeadLetterStore {
  let counted: { size: number; readonly at: Instant } | null = null;

  async function isFull(now: Instant): Promise<boolean> {
    if (counted === null || between(counted.at, now) > countsAgainAfterMs)
      counted = { size: await count(store), at: now };
    return counted.size >= maxDeadLetters;
  }

  async function find(id: string): Promise<Stored<SetAsideDocument> | null | 'unreadable'> {
    try {
      return await store.document<SetAsideDocument>('setAside', id);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return 'unreadable';
    }
  }

  async function keep(id: string, same: readonly DeadLetter[], now: Instant): Promise<boolean> {
    for (;;) {
      const known = await find(id);
      // It has a place that nothing may be written to: it counts as one without room.
      if (known === 'unreadable') return false;
      if (known === null && (await isFull(now))) return false;
      const document = documentOf(same, known?.value ?? null, now);
      const put = await store.putDocument('setAside', id, document, known?.etag ?? null);
      if (put === 'conflict') continue;
      if (known === null && counted) counted.size += 1;
      return true;
    }
  }

  return {
    async put(untaken, now) {
      let dropped = 0;
      for (const [id, same] of Map.groupBy(untaken, idOf))
        if (!(await keep(id, same, now))) dropped += same.length;
      return { dropped };
    },
  };
}

/** Everything that is set aside, the latest first. */
export async function listDeadLetters(store: Store): Promise<readonly DeadLetterEntry[]> {
  const all: DeadLetterEntry[] = [];
  for await (const { id, value } of store.documents<SetAsideDocument>('setAside'))
    all.push({ ...value, id });
  return all.toSorted((one, other) => (one.lastAt < other.lastAt ? 1 : -1));
}

/** Forgets one; false: there is none of this id. */
export async function removeDeadLetter(store: Store, id: string): Promise<boolean> {
  if ((await store.document('setAside', id)) === null) return false;
  await store.deleteDocument('setAside', id);
  return true;
}

function idOf({ device, reason, pointer }: DeadLetter): string {
  return createHash('sha256')
    .update(JSON.stringify([device, reason, pointer]))
    .digest('hex')
    .slice(0, 16);
}

function documentOf(
  same: readonly DeadLetter[],
  known: SetAsideDocument | null,
  now: Instant,
): SetAsideDocument {
  const { device = '', reason = '', pointer = '', text = '' } = same.at(-1) ?? {};
  return {
    device,
    reason,
    pointer,
    text: text.slice(0, longestText),
    isCut: text.length > longestText,
    times: (known?.times ?? 0) + same.length,
    firstAt: known?.firstAt ?? now,
    lastAt: now,
  };
}

async function count(store: Store): Promise<number> {
  let size = 0;
  for await (const _ of store.documents('setAside')) size += 1;
  return size;
}
