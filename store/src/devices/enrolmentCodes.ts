/**
 * One-time enrolment codes: a person issues a code, types it in at a device once, and the device gets a
 * key for it. The store contains only the hashes of codes, as it does for keys.
 */
import { createHash, randomInt } from 'node:crypto';
import { keepResult } from '@rooms-pro/async';
import {
  between,
  type Instant,
  instantAfter,
  isSameDevice,
  type PersonRef,
  type RoomId,
} from '@rooms-pro/core';
import type { Store } from '../store.ts';
import { updateDocument } from '../updateDocument.ts';
import { roomsOfDevice } from './deviceRooms.ts';
import { issueKey, revokeKey } from './keys.ts';

/** The 'enrolmentCode' document; its id is the SHA-256 of the code in hex. */
export type EnrolmentCodeDocument = {
  /** The only device that may use the code; `null`: the first device that presents it. */
  readonly device: string | null;
  /** The room of the device; `null`: the telemetry of the device finds or creates the room. */
  readonly roomId: RoomId | null;
  readonly by: PersonRef | 'platform';
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | null;
  /** The device that used the code first, the time, and the key that the device got. */
  readonly used: {
    readonly device: string;
    readonly at: Instant;
    readonly key: string;
    /** The device has used the key, so the code is no longer valid. */
    readonly isClosed?: boolean;
  } | null;
};

/** The information about a code that people may see; it never contains the code. */
export type EnrolmentCodeListing = EnrolmentCodeDocument & { readonly id: string };

/** The options of a new code. */
export type NewEnrolmentCode = {
  readonly device?: string | null;
  readonly roomId?: RoomId | null;
  readonly by: PersonRef | 'platform';
  /** Default: seven days. */
  readonly validForMs?: number;
  readonly now: Instant;
};

const validForMs = 7 * 24 * 3_600_000;
/** How long the device that used a code may use it again, in case the response was lost. */
export const repeatableForMs = 10 * 60_000;

/** Crockford's base 32: no I, L, O or U, because people confuse them with other characters. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const lettersPerCode = 12;

/** The id of a stored code. Accepts `o` for `0`, `i` or `l` for `1`, blanks and lower case. */
export function enrolmentCodeId(code: string): string {
  const plain = code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return createHash('sha256').update(`enrolment ${plain}`).digest('hex');
}

/** Issues a code of 60 bits (`7K3M-Q9TA-0XFD`). Only this call returns the code. */
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

/** Revokes a code; a key that a device got for it stays valid. False: the code does not exist. */
export async function revokeEnrolmentCode(
  store: Store,
  id: string,
  now: Instant,
): Promise<boolean> {
  const revoke = (code: EnrolmentCodeDocument | null) => ({
    put: code === null || code.revokedAt !== null ? null : { ...code, revokedAt: now },
    answer: code !== null,
  });
  return (await updateDocument(store, 'enrolmentCode', id, revoke)).answer;
}

/** Why a code is not valid. */
export type CodeFault =
  | 'codeUnknown'
  | 'codeRevoked'
  | 'codeExpired'
  | 'codeUsed'
  | 'codeForAnotherDevice'
  | 'codeForNewDevices'
  | 'codeRoomGone';

/** The result for a code that a device presented. Only this result contains the key. */
export type CodeVerdict =
  | { readonly ok: true; readonly key: string; readonly roomId: RoomId | null }
  | { readonly ok: false; readonly reason: CodeFault };

/**
 * Exchanges a code for the key of a device. Of two devices at the same time one wins. The same device may
 * present the code again within ten minutes: it gets another key, and its earlier key is revoked.
 */
export async function redeemEnrolmentCode(
  store: Store,
  code: string,
  device: string,
  now: Instant,
): Promise<CodeVerdict> {
  const id = enrolmentCodeId(code);
  // Issued before the claim, so that a claimed code always has a key; and once, regardless of races.
  const issueOnce = keepResult(() =>
    issueKey(store, { kind: 'device', device }, now, { enrolledBy: id }),
  );
  const claim = async (known: EnrolmentCodeDocument | null) => {
    const fault = await findAnyFault(store, known, device, now);
    if (known === null || fault !== null) return { put: null, answer: { fault, known } };
    const used = { device, at: known.used?.at ?? now, key: (await issueOnce()).id };
    return { put: { ...known, used }, answer: { fault: null, known } };
  };
  const { answer } = await updateDocument(store, 'enrolmentCode', id, claim);
  const issued = await issueOnce.peek();
  if (answer.known === null || answer.fault !== null || issued === null) {
    // No device received this key.
    if (issued !== null) await store.deleteDocument('key', issued.id);
    return { ok: false, reason: answer.fault ?? 'codeUnknown' };
  }
  if (answer.known.used !== null) await revokeKey(store, answer.known.used.key, now);
  return { ok: true, key: issued.key, roomId: answer.known.roomId };
}

async function findAnyFault(
  store: Store,
  code: EnrolmentCodeDocument | null,
  device: string,
  now: Instant,
): Promise<CodeFault | null> {
  if (code === null) return 'codeUnknown';
  return (
    findFault(code, device, now) ??
    (await findRoomFault(store, code)) ??
    (await findDeviceFault(store, code, device))
  );
}

function findFault(code: EnrolmentCodeDocument, device: string, now: Instant): CodeFault | null {
  if (code.revokedAt !== null) return 'codeRevoked';
  if (code.device !== null && !isSameDevice(code.device, device)) return 'codeForAnotherDevice';
  if (code.used === null) return now < code.expiresAt ? null : 'codeExpired';
  const { device: first, at, isClosed = false } = code.used;
  const isAgain = isSameDevice(first, device) && !isClosed && between(at, now) < repeatableForMs;
  return isAgain ? null : 'codeUsed';
}

/** A code for a missing or retired room must not be used up. */
async function findRoomFault(
  store: Store,
  { roomId }: EnrolmentCodeDocument,
): Promise<CodeFault | null> {
  if (roomId === null) return null;
  const room = await store.room(roomId);
  return room === null || room.value.enrolment === 'retired' ? 'codeRoomGone' : null;
}

/**
 * A code without a device is not valid for a device that already has a room. Such a device needs a code
 * for itself or for its room.
 */
async function findDeviceFault(
  store: Store,
  { device: named, roomId, used }: EnrolmentCodeDocument,
  device: string,
): Promise<CodeFault | null> {
  if (named !== null || used !== null) return null;
  const rooms = await roomsOfDevice(store, device);
  return rooms.every((known) => known === roomId) ? null : 'codeForNewDevices';
}
