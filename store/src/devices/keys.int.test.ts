import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../sqlite/sqliteStore.ts';
import type { Store } from '../store.ts';
import {
  isGood,
  issueKey,
  type KeyDocument,
  keyId,
  listKeys,
  recordKeyUse,
  registerKey,
  revokeKey,
  rotateKey,
  rotationGraceMs,
} from './keys.ts';

const device = { kind: 'device', device: 'dev-1' } as const;
const now = '2026-11-22T08:00:00.000Z';
const later = '2026-11-22T09:00:00.000Z';
const open = () => openSqliteStore({ file: ':memory:' });

async function opens(store: Store, id: string, at = now): Promise<boolean> {
  const stored = await store.document<KeyDocument>('key', id);
  return stored !== null && isGood(stored.value, at);
}

async function use(store: Store, id: string): Promise<void> {
  const stored = await store.document<KeyDocument>('key', id);
  if (stored) await recordKeyUse(store, id, stored, later);
}

describe('keys', () => {
  it('are long and random, and only their hashes are stored', async () => {
    const store = open();
    const { key, id } = await issueKey(store, device, now);
    expect(key).toMatch(/^rpm_[\w-]{43}$/);
    expect(id).toBe(keyId(key));
    const [listing, ...others] = await listKeys(store);
    expect(listing).toEqual({
      id,
      speaker: device,
      issuedAt: now,
      revokedAt: null,
      validUntil: null,
      issuedBy: null,
      revokedBy: null,
    });
    expect(others).toEqual([]);
    for await (const document of store.documents('key'))
      expect(JSON.stringify(document)).not.toContain(key);
  });

  it('remain revoked, also when they are registered again', async () => {
    const store = open();
    const { key, id } = await issueKey(store, device, now);
    await revokeKey(store, id, now);
    await registerKey(store, key, device, later);
    expect(await opens(store, id)).toBe(false);
    expect(await revokeKey(store, id, later)).toBe(true);
    expect((await listKeys(store))[0]?.revokedAt).toBe(now);
    expect(await revokeKey(store, keyId('of no key'), now)).toBe(false);
  });
});

describe('the trail of a key', () => {
  const olga = { id: 'operator-olga', name: 'olga', via: 'operate' } as const;
  const mia = { id: 'm-1', name: 'Mia', via: 'tab' } as const;

  it('names who issued it, and who revoked it first', async () => {
    const store = open();
    const { id } = await issueKey(store, device, now, { issuedBy: olga });
    await revokeKey(store, id, now, mia);
    await revokeKey(store, id, later, olga);
    expect(await listKeys(store)).toMatchObject([{ issuedBy: olga, revokedBy: mia }]);
  });
});

describe('a rotation', () => {
  it('leaves the old key valid until the new key is used', async () => {
    const store = open();
    const { id } = await issueKey(store, device, now);
    const next = await rotateKey(store, id, now);
    expect(next?.key).toMatch(/^rpm_/);
    expect([await opens(store, id), await opens(store, next?.id ?? '')]).toEqual([true, true]);
    await use(store, next?.id ?? '');
    expect([await opens(store, id), await opens(store, next?.id ?? '')]).toEqual([false, true]);
    await use(store, next?.id ?? '');
    expect(await opens(store, next?.id ?? '')).toBe(true);
    expect(await rotateKey(store, id, later)).toBeNull();
  });

  it('ends the old key after a day when the new key is never used', async () => {
    const store = open();
    const { id } = await issueKey(store, device, now);
    await rotateKey(store, id, now);
    const end = new Date(Date.parse(now) + rotationGraceMs).toISOString();
    expect([await opens(store, id, later), await opens(store, id, end)]).toEqual([true, false]);
  });

  it('whose response was lost leaves no unused key', async () => {
    const store = open();
    const { id } = await issueKey(store, device, now);
    const lost = await rotateKey(store, id, now);
    const next = await rotateKey(store, id, later);
    expect(await opens(store, lost?.id ?? '')).toBe(false);
    expect([await opens(store, id), await opens(store, next?.id ?? '')]).toEqual([true, true]);
  });

  it('requested twice at the same time leaves one successor', async () => {
    const store = open();
    const { id } = await issueKey(store, device, now);
    await Promise.all([rotateKey(store, id, now), rotateKey(store, id, now)]);
    const good = (await listKeys(store)).filter(({ revokedAt }) => revokedAt === null);
    expect(good).toHaveLength(2);
  });
});
