import { describe, expect, it } from 'vitest';
import {
  createKeyRing,
  issueKey,
  type KeyDocument,
  keyId,
  registerKey,
  revokeKey,
} from './keys.ts';
import { createWorld, minutes } from './testWorld.ts';

const device = { kind: 'device', device: 'dev-1' } as const;

describe('keys', () => {
  it('are long, random, and stored as their hash alone', async () => {
    const world = await createWorld();
    const { key, id } = await issueKey(world.store, device, world.now());
    expect(key).toMatch(/^rpm_[\w-]{43}$/);
    expect(id).toBe(keyId(key));
    const stored = [];
    for await (const document of world.store.documents<KeyDocument>('key')) stored.push(document);
    expect(stored.map(({ id: one }) => one)).toContain(id);
    expect(JSON.stringify(stored)).not.toContain(key);
  });

  it('that were revoked stay so, also when registered again', async () => {
    const world = await createWorld();
    const { key, id } = await issueKey(world.store, device, world.now());
    await revokeKey(world.store, id, world.now());
    await registerKey(world.store, key, device, world.now());
    const verdict = await createKeyRing(world.store, world.now).judge(`Bearer ${key}`);
    expect(verdict).toEqual({ ok: false, reason: 'keyRevoked' });
    expect(await revokeKey(world.store, keyId('nobody’s'), world.now())).toBe(false);
  });
});

describe('the ring', () => {
  it('believes a good key without asking for it again, and learns of a revocation in 30 s', async () => {
    const world = await createWorld();
    const { key, id } = await issueKey(world.store, device, world.now());
    const judge = () => world.keyRing.judge(`Bearer ${key}`);
    expect(await judge()).toEqual({ ok: true, speaker: device });
    world.border.calls.length = 0;
    for (let beat = 0; beat < 10; beat += 1) {
      world.pass(minutes(5));
      expect((await judge()).ok).toBe(true);
    }
    // One question each time, whether any key was revoked; none about this one.
    expect(world.border.calls).toEqual(Array.from({ length: 10 }, () => 'document'));
    await revokeKey(world.store, id, world.now());
    world.pass(29_000);
    expect((await judge()).ok).toBe(true);
    world.pass(1000);
    expect(await judge()).toEqual({ ok: false, reason: 'keyRevoked' });
  });

  it('asks about a wrong key once in half a minute', async () => {
    const world = await createWorld();
    const judge = () => world.keyRing.judge('Bearer rpm_wrong');
    await judge();
    world.border.calls.length = 0;
    expect(await judge()).toEqual({ ok: false, reason: 'keyUnknown' });
    expect(world.border.calls).toEqual([]);
    await registerKey(world.store, 'rpm_wrong', device, world.now());
    world.pass(30_000);
    expect((await judge()).ok).toBe(true);
  });

  it.each([null, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', `Bearer ${'x'.repeat(513)}`])(
    'takes %j for no key at all',
    async (authorization) => {
      const world = await createWorld();
      expect(await world.keyRing.judge(authorization)).toEqual({ ok: false, reason: 'keyMissing' });
    },
  );
});
