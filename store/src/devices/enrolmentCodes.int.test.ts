import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../sqlite/sqliteStore.ts';
import type { Store } from '../store.ts';
import {
  enrolmentCodeId,
  issueEnrolmentCode,
  listEnrolmentCodes,
  redeemEnrolmentCode,
  revokeEnrolmentCode,
} from './enrolmentCodes.ts';
import { listKeys } from './keys.ts';

const now = '2026-11-22T08:00:00.000Z';
const after = (ms: number) => new Date(Date.parse(now) + ms).toISOString();
const by = { id: 'p-1', name: 'Mona' };
const open = () => openSqliteStore({ file: ':memory:' });

async function goodKeys(store: Store) {
  return (await listKeys(store)).filter(({ revokedAt }) => revokedAt === null);
}

describe('an enrolment code', () => {
  it('has 60 bits in unambiguous characters, and only its hash is stored', async () => {
    const store = open();
    const { code, id, expiresAt } = await issueEnrolmentCode(store, { by, now });
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    expect(expiresAt).toBe('2026-11-29T08:00:00.000Z');
    const listed = await listEnrolmentCodes(store);
    expect(listed).toMatchObject([{ id, by, device: null, roomId: null, used: null }]);
    expect(JSON.stringify(listed)).not.toContain(code);
  });

  it('has the same id for every way of typing it', () => {
    const id = enrolmentCodeId('10AB-CDEF-GHJK');
    for (const typed of ['10abcdefghjk', ' loab cdef ghjk ', 'IOAB–CDEF–GHJK'])
      expect(enrolmentCodeId(typed)).toBe(id);
    expect(enrolmentCodeId('10AB-CDEF-GHJM')).not.toBe(id);
  });

  it('gives one key: of two devices at the same time one wins', async () => {
    const store = open();
    const { code } = await issueEnrolmentCode(store, { by, now });
    const verdicts = await Promise.all(
      ['dev-1', 'dev-2', 'dev-3'].map((device) => redeemEnrolmentCode(store, code, device, now)),
    );
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1);
    expect(verdicts.filter((one) => !one.ok && one.reason === 'codeUsed')).toHaveLength(2);
    expect(await goodKeys(store)).toHaveLength(1);
  });

  it('may be presented again by its device for ten minutes, which revokes the earlier key', async () => {
    const store = open();
    const { code } = await issueEnrolmentCode(store, { by, now, validForMs: 60_000 });
    const lost = await redeemEnrolmentCode(store, code, 'dev-1', now);
    const again = await redeemEnrolmentCode(store, code, 'dev-1', after(9 * 60_000));
    expect(lost.ok && again.ok && lost.key !== again.key).toBe(true);
    expect(await goodKeys(store)).toHaveLength(1);
    expect(await redeemEnrolmentCode(store, code, 'dev-2', after(1000))).toEqual({
      ok: false,
      reason: 'codeUsed',
    });
    const late = await redeemEnrolmentCode(store, code, 'dev-1', after(10 * 60_000));
    expect(late).toEqual({ ok: false, reason: 'codeUsed' });
  });

  it('presented twice at the same time by its device leaves one valid key', async () => {
    const store = open();
    const { code } = await issueEnrolmentCode(store, { by, now });
    const both = [1, 2].map(() => redeemEnrolmentCode(store, code, 'dev-1', now));
    expect((await Promise.all(both)).map(({ ok }) => ok)).toEqual([true, true]);
    expect(await goodKeys(store)).toHaveLength(1);
  });

  it('is refused with a reason', async () => {
    const store = open();
    const reasonOf = async (code: string, at = now) => {
      const verdict = await redeemEnrolmentCode(store, code, 'dev-1', at);
      return verdict.ok ? 'good' : verdict.reason;
    };
    expect(await reasonOf('AAAA-AAAA-AAAA')).toBe('codeUnknown');
    const old = await issueEnrolmentCode(store, { by, now, validForMs: 1000 });
    expect(await reasonOf(old.code, after(1000))).toBe('codeExpired');
    const other = await issueEnrolmentCode(store, { by, now, device: 'dev-2' });
    expect(await reasonOf(other.code)).toBe('codeForAnotherDevice');
    const roomless = await issueEnrolmentCode(store, { by, now, roomId: 'room-7' });
    expect(await reasonOf(roomless.code)).toBe('codeRoomGone');
    const revoked = await issueEnrolmentCode(store, { by, now });
    expect(await revokeEnrolmentCode(store, revoked.id, now)).toBe(true);
    expect(await reasonOf(revoked.code)).toBe('codeRevoked');
    expect(await revokeEnrolmentCode(store, 'of no key', now)).toBe(false);
    expect(await goodKeys(store)).toEqual([]);
  });
});
