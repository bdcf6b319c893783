/** Verifies the keys of requests, from memory where possible. */
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

/** The result of a verification. */
export type KeyVerdict =
  | { readonly ok: true; readonly speaker: KeyOwner; readonly id: string }
  | { readonly ok: false; readonly reason: 'keyMissing' | 'keyUnknown' | 'keyRevoked' }
  | { readonly ok: false; readonly reason: 'tooManyRequests'; readonly waitSeconds: number };

const validForMs = 3_600_000;
const invalidForMs = 30_000;
const maxValid = 200_000;
/** A separate cache, so that unknown keys do not displace valid keys. */
const maxInvalid = 10_000;

type Cached = { readonly verdict: KeyVerdict; readonly until: Instant };

/**
 * Verifies keys and caches the results: a valid key for an hour unless a key was revoked, an invalid key
 * for half a minute. It compares only hashes of keys, so its response times reveal nothing about stored keys.
 */
export function createKeyRing(store: Store, now: () => Instant, quotas: Quotas = defaultQuotas) {
  const good = new Map<string, Cached>();
  const invalid = new Map<string, Cached>();
  const quota = createKeyQuota(quotas);
  const wasRevoked = watchSignal(store, 'keyRevocations');

  async function lookUp(id: string, at: Instant): Promise<Cached> {
    const stored = await store.document<KeyDocument>('key', id).catch(asUnknown);
    const retryAt = instantAfter(at, invalidForMs);
    const reject = (reason: 'keyUnknown' | 'keyRevoked'): Cached => ({
      verdict: { ok: false, reason },
      until: retryAt,
    });
    if (stored === null) return reject('keyUnknown');
    const { value } = stored;
    if (!isGood(value, at)) return reject('keyRevoked');
    await recordKeyUse(store, id, stored, at);
    const validUntilLatest = instantAfter(at, validForMs);
    return {
      verdict: { ok: true, speaker: ownerOfKey(value), id },
      until:
        value.validUntil === undefined
          ? validUntilLatest
          : earlierOf(validUntilLatest, value.validUntil),
    };
  }

  function cache(id: string, result: Cached, source: string, at: Instant): void {
    invalid.delete(id);
    good.delete(id);
    if (result.verdict.ok) {
      if (good.size >= maxValid) good.clear();
      good.set(id, result);
      return;
    }
    quota.countUnknown(source, at);
    const [oldest] = invalid.keys();
    if (invalid.size >= maxInvalid && oldest !== undefined) invalid.delete(oldest);
    invalid.set(id, result);
  }

  /** Verifies a bare key from this address. Throws a `StoreError`. */
  async function verifyKey(key: string, source = ''): Promise<KeyVerdict> {
    if (!isKeyFormat(key)) return { ok: false, reason: 'keyUnknown' };
    const at = now();
    if (await wasRevoked(Date.parse(at))) {
      for (const [id, { verdict }] of good) good.set(id, { verdict, until: at });
      invalid.clear();
    }
    const id = keyId(key);
    const known = good.get(id) ?? invalid.get(id);
    if (known !== undefined && known.until > at) return spend(known.verdict, at);
    // A key that was valid before is always read again, because unknown keys must not block it.
    const waitSeconds = good.has(id) ? 0 : quota.waitToLookUp(source, at);
    if (waitSeconds > 0) return { ok: false, reason: 'tooManyRequests', waitSeconds };
    const result = await lookUp(id, at);
    cache(id, result, source, at);
    return spend(result.verdict, at);
  }

  function spend(verdict: KeyVerdict, at: Instant): KeyVerdict {
    if (!verdict.ok) return verdict;
    const waitSeconds = quota.take(verdict.speaker, verdict.id, at);
    return waitSeconds === 0 ? verdict : { ok: false, reason: 'tooManyRequests', waitSeconds };
  }

  return {
    verifyKey,
    /** Verifies an `Authorization` header from this address. Throws a `StoreError`. */
    async verify(authorization: string | null, source = ''): Promise<KeyVerdict> {
      const key = /^bearer +([\x21-\x7e]{1,512})$/i.exec(authorization?.trim() ?? '')?.[1];
      return key === undefined ? { ok: false, reason: 'keyMissing' } : verifyKey(key, source);
    },
  };
}
/** A key in quarantine may have been revoked, so it is not valid, and its device keeps its telemetry. */
function asUnknown(error: unknown): null {
  if (!isUnreadable(error)) throw error;
  return null;
}

export type KeyRing = ReturnType<typeof createKeyRing>;
