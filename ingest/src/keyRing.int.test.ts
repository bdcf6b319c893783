import { issueKey, registerKey, revokeKey } from '@rooms-pro/store';
import { describe, expect, it } from 'vitest';
import { createWorld, minutes } from './testWorld.ts';

const device = { kind: 'device', device: 'dev-1' } as const;

describe('the ring', () => {
  it('believes a good key without asking for it again, and learns of a revocation elsewhere in 30 s', async () => {
    const world = await createWorld();
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
    const elsewhere = await createWorld({ store: world.store });
    await revokeKey(elsewhere.store, id, world.now());
    world.pass(29_000);
    expect((await judge()).ok).toBe(true);
    world.pass(1000);
    expect(await judge()).toEqual({ ok: false, reason: 'keyRevoked' });
  });

  it('learns at once of a revocation in its own process', async () => {
    const world = await createWorld();
    const { key, id } = await issueKey(world.store, device, world.now());
    expect((await world.keyRing.judge(`Bearer ${key}`)).ok).toBe(true);
    await revokeKey(world.store, id, world.now());
    const verdict = await world.keyRing.judge(`Bearer ${key}`);
    expect(verdict).toEqual({ ok: false, reason: 'keyRevoked' });
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
