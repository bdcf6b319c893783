import { issueKey, registerKey, revokeKey } from '@rooms-pro/store';
import { describe, expect, it } from 'vitest';
import { createTestEnv, minutes } from '../testEnv.suite.ts';
import { createKeyRing } from './keyRing.ts';
import { defaultQuotas } from './quotas.ts';

const wrong = `rpm_${'w'.repeat(43)}`;
const unknownKey = (turn: number) => `Bearer rpm_${String(turn).padStart(43, '0')}`;
const device = { kind: 'device', device: 'dev-1' } as const;

describe('the ring', () => {
  it('caches a valid key, and detects a revocation by another process within 30 s', async () => {
    const world = await createTestEnv();
    const { key, id } = await issueKey(world.store, device, world.now());
    const verify = () => world.keyRing.verify(`Bearer ${key}`);
    expect(await verify()).toEqual({ ok: true, speaker: device, id });
    world.border.calls.length = 0;
    for (let beat = 0; beat < 10; beat += 1) {
      world.pass(minutes(5));
      expect((await verify()).ok).toBe(true);
    }
    // Each time one read of the revocation signal, and no read of this key.
    expect(world.border.calls).toEqual(Array.from({ length: 10 }, () => 'document'));
    const elsewhere = await createTestEnv({ store: world.store });
    await revokeKey(elsewhere.store, id, world.now());
    world.pass(29_000);
    expect((await verify()).ok).toBe(true);
    world.pass(1000);
    expect(await verify()).toEqual({ ok: false, reason: 'keyRevoked' });
  });

  it('detects a revocation in its own process immediately', async () => {
    const world = await createTestEnv();
    const { key, id } = await issueKey(world.store, device, world.now());
    expect((await world.keyRing.verify(`Bearer ${key}`)).ok).toBe(true);
    await revokeKey(world.store, id, world.now());
    const verdict = await world.keyRing.verify(`Bearer ${key}`);
    expect(verdict).toEqual({ ok: false, reason: 'keyRevoked' });
  });

  it('reads a wrong key once in half a minute', async () => {
    const world = await createTestEnv();
    const verify = () => world.keyRing.verify(`Bearer ${wrong}`);
    await verify();
    world.border.calls.length = 0;
    expect(await verify()).toEqual({ ok: false, reason: 'keyUnknown' });
    expect(world.border.calls).toEqual([]);
    await registerKey(world.store, wrong, device, world.now());
    world.pass(30_000);
    expect((await verify()).ok).toBe(true);
  });

  it.each([null, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', `Bearer ${'x'.repeat(513)}`])(
    'treats %j as a missing key',
    async (authorization) => {
      const world = await createTestEnv();
      expect(await world.keyRing.verify(authorization)).toEqual({
        ok: false,
        reason: 'keyMissing',
      });
    },
  );
});

describe('quotas', () => {
  it.each([
    'rpm_wrong',
    'x',
    `rpm_${'a'.repeat(42)}`,
    `rpm_${'a'.repeat(44)}`,
    `rpm_${'!'.repeat(43)}`,
  ])('the store is not asked for %s, which has not the format of a key', async (key) => {
    const world = await createTestEnv();
    world.border.calls.length = 0;
    const verdict = await world.keyRing.verify(`Bearer ${key}`);
    expect(verdict).toEqual({ ok: false, reason: 'keyUnknown' });
    expect(world.border.calls).toEqual([]);
    await expect(registerKey(world.store, key, device, world.now())).rejects.toThrow('rpm_');
  });

  it('limits reads of unknown keys per address, but not reads of valid keys', async () => {
    const world = await createTestEnv();
    const { key } = await issueKey(world.store, device, world.now());
    const late = await issueKey(world.store, device, world.now());
    expect((await world.keyRing.verify(`Bearer ${key}`, '10.0.0.1')).ok).toBe(true);
    world.border.calls.length = 0;
    for (let turn = 0; turn < 500; turn += 1)
      await world.keyRing.verify(unknownKey(turn), '10.0.0.1');
    expect(world.border.calls).toHaveLength(60);
    const verdict = await world.keyRing.verify(unknownKey(501), '10.0.0.1');
    expect(verdict).toEqual({ ok: false, reason: 'tooManyRequests', waitSeconds: 1 });
    // The same unknown key again costs no read.
    expect(await world.keyRing.verify(unknownKey(1), '10.0.0.1')).toMatchObject({
      reason: 'keyUnknown',
    });
    expect((await world.keyRing.verify(`Bearer ${key}`, '10.0.0.1')).ok).toBe(true);
    expect((await world.keyRing.verify(`Bearer ${late.key}`, '10.0.0.2')).ok).toBe(true);
    // Also after its cached result has expired, or after the revocation of a key.
    await revokeKey(world.store, late.id, world.now());
    expect((await world.keyRing.verify(`Bearer ${key}`, '10.0.0.1')).ok).toBe(true);
  });

  it.each([
    ['device', device, 300],
    ['gateway', { kind: 'gateway', name: 'g' } as const, 6_000],
  ])('a %s key has a bucket of its own, refilled within a minute', async (_, speaker, most) => {
    const world = await createTestEnv();
    const ring = createKeyRing(world.store, world.now, defaultQuotas);
    const [busy, other] = [
      await issueKey(world.store, speaker, world.now()),
      await issueKey(world.store, speaker, world.now()),
    ];
    const verify = ({ key }: { key: string }) => ring.verify(`Bearer ${key}`);
    for (let turn = 0; turn < most; turn += 1) expect((await verify(busy)).ok).toBe(true);
    expect(await verify(busy)).toMatchObject({ reason: 'tooManyRequests', waitSeconds: 1 });
    expect((await verify(other)).ok).toBe(true);
    world.pass(minutes(1));
    expect((await verify(busy)).ok).toBe(true);
  });

  it('responds with 429 and Retry-After above the limit', async () => {
    const world = await createTestEnv();
    const { key } = await issueKey(world.store, device, world.now());
    for (let turn = 0; turn < 300; turn += 1) await world.send({}, key);
    const { status, headers, body } = await world.send({}, key);
    expect([status, headers['Retry-After'], body.error?.code]).toEqual([
      429,
      '1',
      'tooManyRequests',
    ]);
  });
});
