import { issueKey, registerKey, revokeKey } from '@rooms-pro/store';
import { describe, expect, it } from 'vitest';
import { createTestEnv, minutes } from '../testEnv.suite.ts';
import { createKeyRing } from './keyRing.ts';
import { defaultQuotas } from './quotas.ts';

const wrong = `rpm_${'w'.repeat(43)}`;
const unknownKey = (turn: number) => `Bearer rpm_${String(turn).padStart(43, '0')}`;
const device = { kind: 'device', device: 'dev-1' } as const;

describe('the ring', () => {
  it('believes a good key without asking for it again, and learns of a revocation elsewhere in 30 s', async () => {
    const world = await createTestEnv();
    const { key, id } = await issueKey(world.store, device, world.now());
    const judge = () => world.keyRing.judge(`Bearer ${key}`);
    expect(await judge()).toEqual({ ok: true, speaker: device, id });
    world.border.calls.length = 0;
    for (let beat = 0; beat < 10; beat += 1) {
      world.pass(minutes(5));
      expect((await judge()).ok).toBe(true);
    }
    // One question each time, whether any key was revoked; none about this one.
    expect(world.border.calls).toEqual(Array.from({ length: 10 }, () => 'document'));
    const elsewhere = await createTestEnv({ store: world.store });
    await revokeKey(elsewhere.store, id, world.now());
    world.pass(29_000);
    expect((await judge()).ok).toBe(true);
    world.pass(1000);
    expect(await judge()).toEqual({ ok: false, reason: 'keyRevoked' });
  });

  it('learns at once of a revocation in its own process', async () => {
    const world = await createTestEnv();
    const { key, id } = await issueKey(world.store, device, world.now());
    expect((await world.keyRing.judge(`Bearer ${key}`)).ok).toBe(true);
    await revokeKey(world.store, id, world.now());
    const verdict = await world.keyRing.judge(`Bearer ${key}`);
    expect(verdict).toEqual({ ok: false, reason: 'keyRevoked' });
  });

  it('asks about a wrong key once in half a minute', async () => {
    const world = await createTestEnv();
    const judge = () => world.keyRing.judge(`Bearer ${wrong}`);
    await judge();
    world.border.calls.length = 0;
    expect(await judge()).toEqual({ ok: false, reason: 'keyUnknown' });
    expect(world.border.calls).toEqual([]);
    await registerKey(world.store, wrong, device, world.now());
    world.pass(30_000);
    expect((await judge()).ok).toBe(true);
  });

  it.each([null, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', `Bearer ${'x'.repeat(513)}`])(
    'takes %j for no key at all',
    async (authorization) => {
      const world = await createTestEnv();
      expect(await world.keyRing.judge(authorization)).toEqual({ ok: false, reason: 'keyMissing' });
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
    const verdict = await world.keyRing.judge(`Bearer ${key}`);
    expect(verdict).toEqual({ ok: false, reason: 'keyUnknown' });
    expect(world.border.calls).toEqual([]);
    await expect(registerKey(world.store, key, device, world.now())).rejects.toThrow('rpm_');
  });

  it('unknown keys are looked up as often as one address may, and good keys all the same', async () => {
    const world = await createTestEnv();
    const { key } = await issueKey(world.store, device, world.now());
    const late = await issueKey(world.store, device, world.now());
    expect((await world.keyRing.judge(`Bearer ${key}`, '10.0.0.1')).ok).toBe(true);
    world.border.calls.length = 0;
    for (let turn = 0; turn < 500; turn += 1)
      await world.keyRing.judge(unknownKey(turn), '10.0.0.1');
    expect(world.border.calls).toHaveLength(60);
    const verdict = await world.keyRing.judge(unknownKey(501), '10.0.0.1');
    expect(verdict).toEqual({ ok: false, reason: 'tooManyRequests', waitSeconds: 1 });
    // The same unknown key again costs no look-up.
    expect(await world.keyRing.judge(unknownKey(1), '10.0.0.1')).toMatchObject({
      reason: 'keyUnknown',
    });
    expect((await world.keyRing.judge(`Bearer ${key}`, '10.0.0.1')).ok).toBe(true);
    expect((await world.keyRing.judge(`Bearer ${late.key}`, '10.0.0.2')).ok).toBe(true);
    // Also once what is remembered of it is too old, or some key was revoked.
    await revokeKey(world.store, late.id, world.now());
    expect((await world.keyRing.judge(`Bearer ${key}`, '10.0.0.1')).ok).toBe(true);
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
    const judge = ({ key }: { key: string }) => ring.judge(`Bearer ${key}`);
    for (let turn = 0; turn < most; turn += 1) expect((await judge(busy)).ok).toBe(true);
    expect(await judge(busy)).toMatchObject({ reason: 'tooManyRequests', waitSeconds: 1 });
    expect((await judge(other)).ok).toBe(true);
    world.pass(minutes(1));
    expect((await judge(busy)).ok).toBe(true);
  });

  it('over the limit is 429 with Retry-After', async () => {
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
