/**
 * One-time enrolment codes: issued by a person, typed in at a device once, and turned into that
 * device's key. Only their hashes are stored, like the keys'.
 */
import { createHash, randomInt } from 'node:crypto';
import {
  between,
  type Instant,
  instantAfter,
  isSameDevice,
  type PersonRef,
  type RoomId,
} from '@rooms-pro/core';
import type { Store, Stored } from '../store.ts';
import { roomsOfDevice } from './deviceRooms.ts';
import { issueKey, revokeKey } from './keys.ts';

/** The 'enrolmentCode' document; its id is the SHA-256 of the code in hex. */
export type EnrolmentCodeDocument = {
  /** The only device that may use it; `null`: the first that comes. */
  readonly device: string | null;
  /** The room that its device is put in; `null`: found or discovered by its telemetry. */
  readonly roomId: RoomId | null;
  readonly by: PersonRef | 'platform';
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | null;
  /** Who used it first and when, and the key it became. */
  readonly used: {
    readonly device: string;
    readonly at: Instant;
    readonly key: string;
    /** The key has been used: the code has served its time. */
    readonly isClosed?: boolean;
  } | null;
};

/** A code as people may see it, never the code. */
export type EnrolmentCodeListing = EnrolmentCodeDocument & { readonly id: string };

/** What a code is to be good for. */
export type NewEnrolmentCode = {
  readonly device?: string | null;
  readonly roomId?: RoomId | null;
  readonly by: PersonRef | 'platform';
  /** Seven days unless told otherwise. */
  readonly validForMs?: number;
  readonly now: Instant;
};

const validForMs = 7 * 24 * 3_600_000;
/** For how long the device that used a code may use it again, should the answer have been lost. */
export const repeatableForMs = 10 * 60_000;

/** Crockford's base 32: no I, L, O or U, so that nobody misreads one for another. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const lettersPerCode = 12;

/** The id under which a code is stored, however people wrote it: `o` for `0`, blanks, lower case. */
export function enrolmentCodeId(code: string): string {
  const plain = code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return createHash('sha256').update(`enrolment ${plain}`).digest('hex');
}

/** Issues a code of 60 bits (`7K3M-Q9TA-0XFD`) and answers it, this once. */
export async function issueEnrolmentCode(
  store: Store,
  wanted: NewEnrolmentCode,
): Promise<{ readonly code: string; readonly id: string; readonly expiresAt: Instant }> {
  const drawn = Array.from({ length: lettersPerCode }, () => letters[randomInt(letters.length)]);
  const code = drawn.join('').replace(/(.{4})(?=.)/g, '$1-');
  const id = enrolmentCodeId(code);
  const { now, by } = wanted;
  const value: EnrolmentCodeDocument = {
    device: wanted.device ?? null,
    roomId: wanted.roomId ?? null,
    by,
    issuedAt: now,
    expiresAt: instantAfter(now, wanted.validForMs ?? validForMs),
    revokedAt: null,
    used: null,
  };
  await store.putDocument('enrolmentCode', id, value, null);
  return { code, id, expiresAt: value.expiresAt };
}

/** All codes, used and expired ones as well. */
export async function listEnrolmentCodes(store: Store): Promise<readonly EnrolmentCodeListing[]> {
  const listings: EnrolmentCodeListing[] = [];
  for await (const { id, value } of store.documents<EnrolmentCodeDocument>('enrolmentCode'))
    listings.push({ id, ...value });
  return listings;
}

/** Takes a code out of use; the key it may have become stays good. False: no such code. */
export async function revokeEnrolmentCode(
  store: Store,
  id: string,
  now: Instant,
): Promise<boolean> {
  for (;;) {
    const stored = await store.document<EnrolmentCodeDocument>('enrolmentCode', id);
    if (stored === null) return false;
    if (stored.value.revokedAt !== null) return true;
    const revoked: EnrolmentCodeDocument = { ...stored.value, revokedAt: now };
    if ((await store.putDocument('enrolmentCode', id, revoked, stored.etag)) !== 'conflict')
      return true;
  }
}

/** Why a code opens nothing. */
export type CodeFault =
  | 'codeUnknown'
  | 'codeRevoked'
  | 'codeExpired'
  | 'codeUsed'
  | 'codeForAnotherDevice'
  | 'codeForNewDevices'
  | 'codeRoomGone';

/** What became of a code that a device presented; the key is told this once. */
export type CodeVerdict =
  | { readonly ok: true; readonly key: string; readonly roomId: RoomId | null }
  | { readonly ok: false; readonly reason: CodeFault };

/**
 * Turns a code into the key of a device. Of two devices at once one wins. The same device may come
 * again within ten minutes: it gets another key, and the one from before is revoked.
 */
export async function redeemEnrolmentCode(
  store: Store,
  code: string,
  device: string,
  now: Instant,
): Promise<CodeVerdict> {
  const id = enrolmentCodeId(code);
  for (;;) {
    const stored = await store.document<EnrolmentCodeDocument>('enrolmentCode', id);
    if (stored === null) return { ok: false, reason: 'codeUnknown' };
    const fault =
      faultOf(stored.value, device, now) ??
      (await roomFaultOf(store, stored.value)) ??
      (await deviceFaultOf(store, stored.value, device));
    if (fault !== null) return { ok: false, reason: fault };
    const key = await claim(store, id, stored, device, now);
    if (key !== null) return { ok: true, key, roomId: stored.value.roomId };
  }
}

function faultOf(code: EnrolmentCodeDocument, device: string, now: Instant): CodeFault | null {
  if (code.revokedAt !== null) return 'codeRevoked';
  if (code.device !== null && !isSameDevice(code.device, device)) return 'codeForAnotherDevice';
  if (code.used === null) return now < code.expiresAt ? null : 'codeExpired';
  const { device: first, at, isClosed = false } = code.used;
  const isAgain = isSameDevice(first, device) && !isClosed && between(at, now) < repeatableForMs;
  return isAgain ? null : 'codeUsed';
}

/** A code for a room that is gone must not be used up. */
async function roomFaultOf(
  store: Store,
  { roomId }: EnrolmentCodeDocument,
): Promise<CodeFault | null> {
  if (roomId === null) return null;
  const room = await store.room(roomId);
  return room === null || room.value.enrolment === 'retired' ? 'codeRoomGone' : null;
}

/**
 * Who holds a code that names no device may not speak for one that stands in a room already: that
 * takes a code made for it, or for its room.
 */
async function deviceFaultOf(
  store: Store,
  { device: named, roomId, used }: EnrolmentCodeDocument,
  device: string,
): Promise<CodeFault | null> {
  if (named !== null || used !== null) return null;
  const rooms = await roomsOfDevice(store, device);
  return rooms.every((known) => known === roomId) ? null : 'codeForNewDevices';
}

/** The key first, the claim second: a claimed code always has its key. `null`: somebody was faster. */
async function claim(
  store: Store,
  id: string,
  { value, etag }: Stored<EnrolmentCodeDocument>,
  device: string,
  now: Instant,
): Promise<string | null> {
  const issued = await issueKey(store, { kind: 'device', device }, now, { enrolledBy: id });
  const used = { device, at: value.used?.at ?? now, key: issued.id };
  const claimed: EnrolmentCodeDocument = { ...value, used };
  if ((await store.putDocument('enrolmentCode', id, claimed, etag)) === 'conflict') {
    // Nobody was told this key.
    await store.deleteDocument('key', issued.id);
    return null;
  }
  if (value.used !== null) await revokeKey(store, value.used.key, now);
  return issued.key;
}
