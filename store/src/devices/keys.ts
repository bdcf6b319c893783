/** Who may send: keys of devices and gateways. Only their hashes are stored. */
import { createHash, randomBytes } from 'node:crypto';
import { type Instant, instantAfter } from '@rooms-pro/core';
import { signalChange } from '../feed/changeSignal.ts';
import { catchUnreadable } from '../quarantine/quarantine.ts';
import type { Store, Stored } from '../store.ts';

/** Whom a key speaks for: one device, or (a gateway) any. */
export type KeyOwner =
  | { readonly kind: 'device'; readonly device: string }
  | { readonly kind: 'gateway'; readonly name: string };

/** Who had a key made or taken out of use, and by which way. */
export type KeyActor = {
  readonly id: string;
  readonly name: string;
  readonly via: 'operate' | 'tab';
};

/** The 'key' document; its id is the SHA-256 of the key in hex. */
export type KeyDocument = KeyOwner & {
  readonly issuedAt: Instant;
  readonly revokedAt: Instant | null;
  /** Good until then; left out: until it is revoked. */
  readonly validUntil?: Instant;
  /** The key that is revoked when this one is first used. */
  readonly replaces?: string;
  /** The enrolment code that became this key, until it is first used. */
  readonly enrolledBy?: string;
  /** The key that was issued in place of this one. */
  readonly replacedBy?: string;
  /** Left out where no person did: enrolment and rotation. */
  readonly issuedBy?: KeyActor;
  readonly revokedBy?: KeyActor;
};

/** What a key came from. */
export type KeyOrigin = Pick<KeyDocument, 'enrolledBy' | 'issuedBy'>;

/** A key as people may see it: whose it is and what became of it, never the key. */
export type KeyListing = {
  readonly id: string;
  readonly speaker: KeyOwner;
  readonly issuedAt: Instant;
  readonly revokedAt: Instant | null;
  readonly validUntil: Instant | null;
  readonly issuedBy: KeyActor | null;
  readonly revokedBy: KeyActor | null;
};

/** For how long a replaced key stays good when its successor is never used. */
export const rotationGraceMs = 24 * 3_600_000;

/** The id under which a key is stored. */
export function keyId(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Issues a key and answers it, this once; afterwards nobody can read it again. */
export async function issueKey(
  store: Store,
  speaker: KeyOwner,
  now: Instant,
  origin: KeyOrigin = {},
): Promise<{ readonly key: string; readonly id: string }> {
  const key = makeKey();
  await registerKey(store, key, speaker, now, origin);
  return { key, id: keyId(key) };
}

function makeKey(): string {
  return `rpm_${randomBytes(32).toString('base64url')}`;
}

const keyFormat = /^rpm_[\w-]{43}$/;

/** Whether a text can be a key at all: a device sends nothing else, and only then is the store asked. */
export function isKeyFormat(text: string): boolean {
  return keyFormat.test(text);
}

/**
 * Stores a key that was made elsewhere; registering it again changes nothing, revived it is not.
 * Throws at a text without the format of a key: it would open nothing.
 */
export async function registerKey(
  store: Store,
  key: string,
  speaker: KeyOwner,
  now: Instant,
  origin: KeyOrigin = {},
): Promise<void> {
  if (!isKeyFormat(key)) throw new Error('A key must be rpm_ and 43 characters of base64url.');
  const value: KeyDocument = { ...speaker, issuedAt: now, revokedAt: null, ...origin };
  await store.putDocument('key', keyId(key), value, null);
}

/**
 * Takes a key out of use, for ever. This process acts on it at once, others within half a minute.
 * False: no such key.
 */
export async function revokeKey(
  store: Store,
  id: string,
  now: Instant,
  by?: KeyActor,
): Promise<boolean> {
  for (;;) {
    const stored = await store.document<KeyDocument>('key', id);
    if (stored === null) return false;
    if (stored.value.revokedAt === null) {
      const who = by === undefined ? {} : { revokedBy: by };
      const revoked: KeyDocument = { ...stored.value, revokedAt: now, ...who };
      if ((await store.putDocument('key', id, revoked, stored.etag)) === 'conflict') continue;
    }
    await signalChange(store, 'keyRevocations', now);
    return true;
  }
}

/** All keys, those out of use as well. */
export async function listKeys(store: Store): Promise<readonly KeyListing[]> {
  const listings: KeyListing[] = [];
  for await (const { id, value } of store.documents<KeyDocument>('key')) {
    const { issuedAt, revokedAt, validUntil = null, issuedBy = null, revokedBy = null } = value;
    const speaker = ownerOfKey(value);
    listings.push({ id, speaker, issuedAt, revokedAt, validUntil, issuedBy, revokedBy });
  }
  return listings;
}

/** Whom a stored key speaks for. */
export function ownerOfKey(key: KeyOwner): KeyOwner {
  return key.kind === 'device'
    ? { kind: 'device', device: key.device }
    : { kind: 'gateway', name: key.name };
}

/**
 * Issues the successor of a key, this once. The old key stays good until the new one is first used
 * (see `recordKeyUse`), or for a day. A successor issued before and never used is revoked: its
 * answer was lost. `null`: the key is not good any more.
 */
export async function rotateKey(
  store: Store,
  id: string,
  now: Instant,
): Promise<{ readonly key: string; readonly id: string } | null> {
  const key = makeKey();
  const newId = keyId(key);
  for (;;) {
    const old = await store.document<KeyDocument>('key', id);
    if (old === null || !isGood(old.value, now)) return null;
    const successor: KeyDocument = {
      ...ownerOfKey(old.value),
      issuedAt: now,
      revokedAt: null,
      replaces: id,
    };
    await store.putDocument('key', newId, successor);
    const replaced: KeyDocument = {
      ...old.value,
      validUntil: instantAfter(now, rotationGraceMs),
      replacedBy: newId,
    };
    if ((await store.putDocument('key', id, replaced, old.etag)) === 'conflict') continue;
    const { replacedBy } = old.value;
    if (replacedBy !== undefined) await revokeKey(store, replacedBy, now).catch(catchUnreadable);
    return { key, id: newId };
  }
}

/** Whether a stored key opens anything at this time. */
export function isGood({ revokedAt, validUntil }: KeyDocument, now: Instant): boolean {
  return revokedAt === null && (validUntil === undefined || now < validUntil);
}

/**
 * To be called when a good key is used: the one it replaces has served its time, and so has the
 * enrolment code that it came from.
 */
export async function recordKeyUse(
  store: Store,
  id: string,
  used: Stored<KeyDocument>,
  now: Instant,
): Promise<void> {
  const { replaces, enrolledBy, ...settled } = used.value;
  if (replaces === undefined && enrolledBy === undefined) return;
  // What is in quarantine opens nothing anyway, and must not keep the good key from its use.
  if (replaces !== undefined) await revokeKey(store, replaces, now).catch(catchUnreadable);
  if (enrolledBy !== undefined) await closeCode(store, enrolledBy).catch(catchUnreadable);
  await store.putDocument<KeyDocument>('key', id, settled, used.etag);
}

/** Whoever holds the code has the key: nobody may ask for another. */
async function closeCode(store: Store, id: string): Promise<void> {
  for (;;) {
    const stored = await store.document<{ readonly used: object | null }>('enrolmentCode', id);
    if (stored === null || stored.value.used === null) return;
    const closed = { ...stored.value, used: { ...stored.value.used, isClosed: true } };
    if ((await store.putDocument('enrolmentCode', id, closed, stored.etag)) !== 'conflict') return;
  }
}
