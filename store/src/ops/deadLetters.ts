/**
 * Dead letters: messages that could not be processed and have no sender that waits for a response. One
 * document per fault and sender, so that a device that repeats a fault all day uses one document only.
 */
import { createHash } from 'node:crypto';
import { between, type Instant } from '@rooms-pro/core';
import { catchUnreadable } from '../quarantine/quarantine.ts';
import type { Store } from '../store.ts';
import { updateDocument } from '../updateDocument.ts';

/** A message that could not be processed. */
export type DeadLetter = {
  /** The device that the message names; empty where that is unreadable. Hostile text. */
  readonly device: string;
  readonly reason: string;
  /** The position of the fault in `text`, as a JSON pointer. */
  readonly pointer: string;
  /** The message, or the readable part of it. Hostile text. */
  readonly text: string;
};

/** One fault of one sender: how often it occurred, and the latest example. */
export type DeadLetterEntry = DeadLetter & {
  readonly id: string;
  readonly times: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Whether `text` is only the beginning of the message. */
  readonly isCut: boolean;
};

/** Maximum length of an example in characters; longer ones are cut. */
const maxTextLength = 16_000;
/** Maximum number of different faults; several processes together may store a few more. */
export const maxDeadLetters = 500;

type SetAsideDocument = Omit<DeadLetterEntry, 'id'>;

/** Stores dead letters. */
export type DeadLetterStore = {
  /**
   * Stores dead letters with one write per fault; returns how many it dropped because the store is full.
   * Throws a `StoreError` when the database fails; the caller may then call it again with the same ones.
   */
  put(letters: readonly DeadLetter[], now: Instant): Promise<{ readonly dropped: number }>;
};

/** The count is repeated after this time, because a person may have removed some entries. */
const recountAfterMs = 10 * 60_000;

/** Opens the store of dead letters. It counts the entries rarely, because a count reads all of them. */
export function openDeadLetters(store: Store): DeadLetterStore {
  let counted: { size: number; readonly at: Instant } | null = null;

  async function isFull(now: Instant): Promise<boolean> {
    if (counted === null || between(counted.at, now) > recountAfterMs)
      counted = { size: await count(store), at: now };
    return counted.size >= maxDeadLetters;
  }

  async function keep(id: string, same: readonly DeadLetter[], now: Instant): Promise<boolean> {
    const add = async (known: SetAsideDocument | null) => {
      if (known === null && (await isFull(now))) return { put: null, answer: 'dropped' as const };
      const answer = known === null ? ('new' as const) : ('known' as const);
      return { put: toDocument(same, known, now), answer };
    };
    const updating = updateDocument(store, 'setAside', id, add);
    const kept = await updating.then(({ answer }) => answer).catch(catchUnreadable);
    if (kept === 'new' && counted) counted.size += 1;
    // A document in quarantine must not be overwritten, so these letters are dropped.
    return kept === 'new' || kept === 'known';
  }

  return {
    async put(letters, now) {
      let dropped = 0;
      for (const [id, same] of Map.groupBy(letters, toId))
        if (!(await keep(id, same, now))) dropped += same.length;
      return { dropped };
    },
  };
}

/** All dead letters, latest first. */
export async function listDeadLetters(store: Store): Promise<readonly DeadLetterEntry[]> {
  const all: DeadLetterEntry[] = [];
  for await (const { id, value } of store.documents<SetAsideDocument>('setAside'))
    all.push({ ...value, id });
  return all.toSorted((one, other) => (one.lastAt < other.lastAt ? 1 : -1));
}

/** Removes a dead letter; false: there is no entry with this id. */
export async function removeDeadLetter(store: Store, id: string): Promise<boolean> {
  if ((await store.document('setAside', id)) === null) return false;
  await store.deleteDocument('setAside', id);
  return true;
}

function toId({ device, reason, pointer }: DeadLetter): string {
  return createHash('sha256')
    .update(JSON.stringify([device, reason, pointer]))
    .digest('hex')
    .slice(0, 16);
}

function toDocument(
  same: readonly DeadLetter[],
  known: SetAsideDocument | null,
  now: Instant,
): SetAsideDocument {
  const { device = '', reason = '', pointer = '', text = '' } = same.at(-1) ?? {};
  return {
    device,
    reason,
    pointer,
    text: text.slice(0, maxTextLength),
    isCut: text.length > maxTextLength,
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
