/** Keys of devices and gateways, which permit them to send. The store contains only the hashes of keys. */
import { createHash, randomBytes } from 'node:crypto';
import { type Instant, instantAfter } from '@rooms-pro/core';
import { signalChange } from '../feed/changeSignal.ts';
import { catchUnreadable } from '../quarantine/quarantine.ts';
import type { Store, Stored } from '../store.ts';
import { updateDocument } from '../updateDocument.ts';

/** The owner of a key: a device sends for itself, a gateway for any device. */
export type KeyOwner =
  | { readonly kind: 'device'; readonly device: string }
  | { readonly kind: 'gateway'; readonly name: string };

/** Who issued or revoked a key, and through which entry point. */
export type KeyActor = {
  readonly id: string;
  readonly name: string;
  readonly via: 'operate' | 'tab';
};

/** The 'key' document; its id is the SHA-256 of the key in hex. */
export type KeyDocument = KeyOwner & {
  readonly issuedAt: Instant;
  readonly revokedAt: Instant | null;
  /** The key is valid until then; absent: until it is revoked. */
  readonly validUntil?: Instant;
  /** The key that the first use of this key revokes. */
  readonly replaces?: string;
  /** The enrolment code of this key, until the first use of the key. */
  readonly enrolledBy?: string;
  /** The successor of this key. */
  readonly replacedBy?: string;
  /** Absent where no person issued the key: enrolment and rotation. */
  readonly issuedBy?: KeyActor;
  readonly revokedBy?: KeyActor;
};

/** The origin of a key. */
export type KeyOrigin = Pick<KeyDocument, 'enrolledBy' | 'issuedBy'>;

/** The information about a key that people may see: its owner and its state, never the key. */
export type KeyListing = {
  readonly id: string;
  readonly speaker: KeyOwner;
  readonly issuedAt: Instant;
  readonly revokedAt: Instant | null;
  readonly validUntil: Instant | null;
  readonly issuedBy: KeyActor | null;
  readonly revokedBy: KeyActor | null;
};

/** How long a replaced key stays valid when its successor is never used. */
export const rotationGraceMs = 24 * 3_600_000;

/** The id of a stored key. */
export function keyId(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Issues a key. Only this call returns the key; it cannot be read again. */
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

/** Whether a text has the format of a key. Check it before a read from the store. */
export function isKeyFormat(text: string): boolean {
  return keyFormat.test(text);
}

/**
 * Stores a key that was generated elsewhere. A second registration changes nothing and does not revive a
 * revoked key. Throws when the text does not have the format of a key, because it would never be valid.
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
 * Revokes a key permanently. It takes effect in this process immediately, in others within half a minute.
 * False: the key does not exist.
 */
export async function revokeKey(
  store: Store,
  id: string,
  now: Instant,
  by?: KeyActor,
): Promise<boolean> {
  const revoke = (key: KeyDocument | null) => {
    if (key === null || key.revokedAt !== null) return { put: null, answer: key !== null };
    const who = by === undefined ? {} : { revokedBy: by };
    return { put: { ...key, revokedAt: now, ...who }, answer: true };
  };
  const { answer: exists } = await updateDocument(store, 'key', id, revoke);
  if (exists) await signalChange(store, 'keyRevocations', now);
  return exists;
}

/** All keys, including revoked keys. */
export async function listKeys(store: Store): Promise<readonly KeyListing[]> {
  const listings: KeyListing[] = [];
  for await (const { id, value } of store.documents<KeyDocument>('key')) {
    const { issuedAt, revokedAt, validUntil = null, issuedBy = null, revokedBy = null } = value;
    const speaker = ownerOfKey(value);
    listings.push({ id, speaker, issuedAt, revokedAt, validUntil, issuedBy, revokedBy });
  }
  return listings;
}

/** The owner of a stored key. */
export function ownerOfKey(key: KeyOwner): KeyOwner {
  return key.kind === 'device'
    ? { kind: 'device', device: key.device }
    : { kind: 'gateway', name: key.name };
}

/**
 * Issues the successor of a key. The old key stays valid until the first use of the new key (see
 * `recordKeyUse`), but at most for a day. An earlier successor that was never used is revoked, because its
 * response was lost. `null`: the key is no longer valid.
 */
export async function rotateKey(
  store: Store,
  id: string,
  now: Instant,
): Promise<{ readonly key: string; readonly id: string } | null> {
  const key = makeKey();
  const newId = keyId(key);
  const replace = async (old: KeyDocument | null) => {
    if (old === null || !isGood(old, now)) return { put: null, answer: null };
    const common = { issuedAt: now, revokedAt: null, replaces: id };
    const successor: KeyDocument = { ...ownerOfKey(old), ...common };
    await store.putDocument('key', newId, successor);
    const validUntil = instantAfter(now, rotationGraceMs);
    return { put: { ...old, validUntil, replacedBy: newId }, answer: old };
  };
  const { answer: old } = await updateDocument(store, 'key', id, replace);
  if (old === null) return null;
  const { replacedBy } = old;
  if (replacedBy !== undefined) await revokeKey(store, replacedBy, now).catch(catchUnreadable);
  return { key, id: newId };
}

/** Whether a stored key is valid at this time. */
export function isGood({ revokedAt, validUntil }: KeyDocument, now: Instant): boolean {
  return revokedAt === null && (validUntil === undefined || now < validUntil);
}

/**
 * Call it when a valid key is used: revokes the key that it replaces and closes the enrolment code that
 * it came from.
 */
export async function recordKeyUse(
  store: Store,
  id: string,
  used: Stored<KeyDocument>,
  now: Instant,
): Promise<void> {
  const { replaces, enrolledBy } = used.value;
  if (replaces === undefined && enrolledBy === undefined) return;
  // A document in quarantine is not valid anyway, and must not prevent the use of a valid key.
  if (replaces !== undefined) await revokeKey(store, replaces, now).catch(catchUnreadable);
  if (enrolledBy !== undefined) await closeCode(store, enrolledBy).catch(catchUnreadable);
  const settle = (key: KeyDocument | null) => {
    if (key === null) return { put: null, answer: null };
    const { replaces: _, enrolledBy: __, ...settled } = key;
    return { put: settled, answer: null };
  };
  await updateDocument(store, 'key', id, settle, { known: () => used });
}

/** After the first use of the key the code must not issue another key. */
async function closeCode(store: Store, id: string): Promise<void> {
  const close = (code: { readonly used: object | null } | null) => {
    if (code === null || code.used === null) return { put: null, answer: null };
    return { put: { ...code, used: { ...code.used, isClosed: true } }, answer: null };
  };
  await updateDocument(store, 'enrolmentCode', id, close);
}
