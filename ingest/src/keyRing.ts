/** Judges the keys that are presented, from memory wherever it can. */
import { type Instant, instantAfter, sooner } from '@rooms-pro/core';
import {
  createMarkWatch,
  isGood,
  isUnreadable,
  type KeyDocument,
  keyId,
  type Speaker,
  type Store,
  settleUse,
  speakerOf,
} from '@rooms-pro/store';
import { atStore } from './atStore.ts';

/** What a presented key is worth. */
export type KeyVerdict =
  | { readonly ok: true; readonly speaker: Speaker; readonly id: string }
  | { readonly ok: false; readonly reason: 'keyMissing' | 'keyUnknown' | 'keyRevoked' };

const believesForMs = 3_600_000;
const doubtsForMs = 30_000;
const mostRemembered = 200_000;

type Remembered = { readonly verdict: KeyVerdict; readonly until: Instant };

/**
 * Looks keys up and remembers them: a good key for an hour unless some key was revoked, a bad one
 * for half a minute. The key is only ever hashed, so the time taken tells nothing about stored ones.
 */
export function createKeyRing(store: Store, now: () => Instant) {
  const remembered = new Map<string, Remembered>();
  const wasRevoked = createMarkWatch(store, 'keyRevocations');

  async function look(id: string, at: Instant): Promise<Remembered> {
    const stored = await store.document<KeyDocument>('key', id).catch(asUnknown);
    const doubted = instantAfter(at, doubtsForMs);
    if (stored === null) return { verdict: { ok: false, reason: 'keyUnknown' }, until: doubted };
    const { value } = stored;
    if (!isGood(value, at)) return { verdict: { ok: false, reason: 'keyRevoked' }, until: doubted };
    await settleUse(store, id, stored, at);
    const believed = instantAfter(at, believesForMs);
    return {
      verdict: { ok: true, speaker: speakerOf(value), id },
      until: value.validUntil === undefined ? believed : sooner(believed, value.validUntil),
    };
  }

  /** What a bare key is worth. Throws `StoreUnavailable`. */
  async function judgeKey(key: string): Promise<KeyVerdict> {
    const at = now();
    if (await atStore(() => wasRevoked(Date.parse(at)))) remembered.clear();
    const id = keyId(key);
    const known = remembered.get(id);
    if (known !== undefined && known.until > at) return known.verdict;
    const looked = await atStore(() => look(id, at));
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(id, looked);
    return looked.verdict;
  }

  return {
    judgeKey,
    /** What an `Authorization` header is worth. Throws `StoreUnavailable`. */
    async judge(authorization: string | null): Promise<KeyVerdict> {
      const key = /^bearer +([\x21-\x7e]{1,512})$/i.exec(authorization?.trim() ?? '')?.[1];
      return key === undefined ? { ok: false, reason: 'keyMissing' } : judgeKey(key);
    },
  };
}
/** A key in quarantine may have been revoked: it opens nothing, and its device keeps its telemetry. */
function asUnknown(error: unknown): null {
  if (!isUnreadable(error)) throw error;
  return null;
}

export type KeyRing = ReturnType<typeof createKeyRing>;
