/** Judges the keys that are presented, from memory wherever it can. */
import { earlierOf, type Instant, instantAfter } from '@rooms-pro/core';
import {
  isGood,
  isKeyFormat,
  isUnreadable,
  type KeyDocument,
  type KeyOwner,
  keyId,
  ownerOfKey,
  recordKeyUse,
  type Store,
  watchSignal,
} from '@rooms-pro/store';
import { createKeyQuota } from './keyQuota.ts';
import { defaultQuotas, type Quotas } from './quotas.ts';

/** What a presented key is worth. */
export type KeyVerdict =
  | { readonly ok: true; readonly speaker: KeyOwner; readonly id: string }
  | { readonly ok: false; readonly reason: 'keyMissing' | 'keyUnknown' | 'keyRevoked' }
  | { readonly ok: false; readonly reason: 'tooManyRequests'; readonly waitSeconds: number };

const believesForMs = 3_600_000;
const doubtsForMs = 30_000;
const mostGood = 200_000;
/** A cache of its own, so that unknown keys push no good one out. */
const mostDoubted = 10_000;

type Remembered = { readonly verdict: KeyVerdict; readonly until: Instant };

/**
 * Looks keys up and remembers them: a good key for an hour unless some key was revoked, a bad one
 * for half a minute. The key is only ever hashed, so the time taken tells nothing about stored ones.
 */
export function createKeyRing(store: Store, now: () => Instant, quotas: Quotas = defaultQuotas) {
  const good = new Map<string, Remembered>();
  const doubted = new Map<string, Remembered>();
  const quota = createKeyQuota(quotas);
  const wasRevoked = watchSignal(store, 'keyRevocations');

  async function look(id: string, at: Instant): Promise<Remembered> {
    const stored = await store.document<KeyDocument>('key', id).catch(asUnknown);
    const doubtedUntil = instantAfter(at, doubtsForMs);
    const doubt = (reason: 'keyUnknown' | 'keyRevoked'): Remembered => ({
      verdict: { ok: false, reason },
      until: doubtedUntil,
    });
    if (stored === null) return doubt('keyUnknown');
    const { value } = stored;
    if (!isGood(value, at)) return doubt('keyRevoked');
    await recordKeyUse(store, id, stored, at);
    const believed = instantAfter(at, believesForMs);
    return {
      verdict: { ok: true, speaker: ownerOfKey(value), id },
      until: value.validUntil === undefined ? believed : earlierOf(believed, value.validUntil),
    };
  }

  function remember(id: string, looked: Remembered, source: string, at: Instant): void {
    doubted.delete(id);
    good.delete(id);
    if (looked.verdict.ok) {
      if (good.size >= mostGood) good.clear();
      good.set(id, looked);
      return;
    }
    quota.countUnknown(source, at);
    const [oldest] = doubted.keys();
    if (doubted.size >= mostDoubted && oldest !== undefined) doubted.delete(oldest);
    doubted.set(id, looked);
  }

  /** What a bare key is worth, sent from this address. Throws a `StoreError`. */
  async function judgeKey(key: string, source = ''): Promise<KeyVerdict> {
    if (!isKeyFormat(key)) return { ok: false, reason: 'keyUnknown' };
    const at = now();
    if (await wasRevoked(Date.parse(at))) {
      for (const [id, { verdict }] of good) good.set(id, { verdict, until: at });
      doubted.clear();
    }
    const id = keyId(key);
    const known = good.get(id) ?? doubted.get(id);
    if (known !== undefined && known.until > at) return spend(known.verdict, at);
    // A key that was good before is always looked up again: unknown ones must not keep it out.
    const waitSeconds = good.has(id) ? 0 : quota.waitToLookUp(source, at);
    if (waitSeconds > 0) return { ok: false, reason: 'tooManyRequests', waitSeconds };
    const looked = await look(id, at);
    remember(id, looked, source, at);
    return spend(looked.verdict, at);
  }

  function spend(verdict: KeyVerdict, at: Instant): KeyVerdict {
    if (!verdict.ok) return verdict;
    const waitSeconds = quota.take(verdict.speaker, verdict.id, at);
    return waitSeconds === 0 ? verdict : { ok: false, reason: 'tooManyRequests', waitSeconds };
  }

  return {
    judgeKey,
    /** What an `Authorization` header is worth, sent from this address. Throws a `StoreError`. */
    async judge(authorization: string | null, source = ''): Promise<KeyVerdict> {
      const key = /^bearer +([\x21-\x7e]{1,512})$/i.exec(authorization?.trim() ?? '')?.[1];
      return key === undefined ? { ok: false, reason: 'keyMissing' } : judgeKey(key, source);
    },
  };
}
/** A key in quarantine may have been revoked: it opens nothing, and its device keeps its telemetry. */
function asUnknown(error: unknown): null {
  if (!isUnreadable(error)) throw error;
  return null;
}

export type KeyRing = ReturnType<typeof createKeyRing>;
