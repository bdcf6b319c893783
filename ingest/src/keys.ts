/** Who may send: keys of devices and gateways. Only their hashes are stored. */
import { createHash, randomBytes } from 'node:crypto';
import type { Instant } from '@rooms-pro/core';
import type { Store } from '@rooms-pro/store';
import { atStore } from './atStore.ts';

/** Whom a key speaks for: one device, or (a gateway) any. */
export type Speaker =
  | { readonly kind: 'device'; readonly device: string }
  | { readonly kind: 'gateway'; readonly name: string };

/** The 'key' document; its id is the SHA-256 of the key in hex. */
export type KeyDocument = Speaker & {
  readonly issuedAt: Instant;
  readonly revokedAt: Instant | null;
};

/** What a presented key is worth. */
export type KeyVerdict =
  | { readonly ok: true; readonly speaker: Speaker }
  | { readonly ok: false; readonly reason: 'keyMissing' | 'keyUnknown' | 'keyRevoked' };

/** The id under which a key is stored. */
export function keyId(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Issues a key and answers it, this once; afterwards nobody can read it again. */
export async function issueKey(
  store: Store,
  speaker: Speaker,
  now: Instant,
): Promise<{ readonly key: string; readonly id: string }> {
  const key = `rpm_${randomBytes(32).toString('base64url')}`;
  await registerKey(store, key, speaker, now);
  return { key, id: keyId(key) };
}

/** Stores a key that was made elsewhere; registering it again changes nothing, revived it is not. */
export async function registerKey(
  store: Store,
  key: string,
  speaker: Speaker,
  now: Instant,
): Promise<void> {
  const value: KeyDocument = { ...speaker, issuedAt: now, revokedAt: null };
  await store.putDocument('key', keyId(key), value, null);
}

/** Takes a key out of use, for ever. Rings learn of it within half a minute. False: no such key. */
export async function revokeKey(store: Store, id: string, now: Instant): Promise<boolean> {
  const stored = await store.document<KeyDocument>('key', id);
  if (stored === null) return false;
  const revokedAt = stored.value.revokedAt ?? now;
  await store.putDocument<KeyDocument>('key', id, { ...stored.value, revokedAt });
  await store.putDocument('setting', revocationsId, { latest: now, id });
  return true;
}

/** Changes at every revocation, so that a ring watches one document instead of every key. */
const revocationsId = 'keyRevocations';
const checksEveryMs = 30_000;
const believesForMs = 3_600_000;
const mostRemembered = 200_000;

type Remembered = { readonly verdict: KeyVerdict; readonly until: number };

/**
 * Looks keys up and remembers them: a good key for an hour unless some key was revoked, a bad one
 * for half a minute. The key is only ever hashed, so the time taken tells nothing about stored ones.
 */
export function createKeyRing(store: Store, now: () => Instant) {
  const remembered = new Map<string, Remembered>();
  let revocations: string | null = null;
  let checkedAt = Number.NEGATIVE_INFINITY;

  async function forgetAfterRevocation(nowMs: number): Promise<void> {
    if (nowMs - checkedAt < checksEveryMs && nowMs >= checkedAt) return;
    const stored = await store.document('setting', revocationsId);
    const latest = stored?.etag ?? null;
    if (latest !== revocations) remembered.clear();
    revocations = latest;
    checkedAt = nowMs;
  }

  async function look(id: string): Promise<KeyVerdict> {
    const stored = await store.document<KeyDocument>('key', id);
    if (stored === null) return { ok: false, reason: 'keyUnknown' };
    const { issuedAt: _issuedAt, revokedAt, ...speaker } = stored.value;
    return revokedAt === null ? { ok: true, speaker } : { ok: false, reason: 'keyRevoked' };
  }

  return {
    /** What an `Authorization` header is worth. Throws `StoreUnavailable`. */
    async judge(authorization: string | null): Promise<KeyVerdict> {
      const key = /^bearer +([\x21-\x7e]{1,512})$/i.exec(authorization?.trim() ?? '')?.[1];
      if (key === undefined) return { ok: false, reason: 'keyMissing' };
      const nowMs = Date.parse(now());
      await atStore(() => forgetAfterRevocation(nowMs));
      const id = keyId(key);
      const known = remembered.get(id);
      if (known !== undefined && known.until > nowMs) return known.verdict;
      const verdict = await atStore(() => look(id));
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(id, { verdict, until: nowMs + (verdict.ok ? believesForMs : checksEveryMs) });
      return verdict;
    },
  };
}
export type KeyRing = ReturnType<typeof createKeyRing>;
