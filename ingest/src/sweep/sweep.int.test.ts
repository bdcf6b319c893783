import { aProfile } from '@rooms-pro/testing/builders';
import { describe, expect, it } from 'vitest';
import { registerRoom } from '../devices/registerRoom.ts';
import {
  createTestEnv,
  message,
  minutes,
  reading,
  roomOf,
  startedAt,
  type TestEnv,
} from '../testEnv.suite.ts';

async function enrol(world: TestEnv, device: string) {
  const by = { kind: 'platform' } as const;
  return registerRoom(world, { profile: aProfile(), device, enrol: true, by });
}

/** Sweeps every minute for the given time, like the timer. */
async function sweepFor(world: TestEnv, sweep: ReturnType<TestEnv['sweep']>, ms: number) {
  let last = await sweep();
  for (let passed = 0; passed < ms; passed += minutes(1)) {
    world.pass(minutes(1));
    last = await sweep();
  }
  return last;
}

const eventsOf = async (world: TestEnv, type: string) => {
  const { entries } = await world.store.feed(null, 100_000);
  return entries.flatMap(({ event }) => event.changes).filter((change) => change.type === type);
};

describe('due times', () => {
  it('open an incident when its reading has lasted long enough, and not before', async () => {
    const world = await createTestEnv();
    await enrol(world, 'dev-1');
    const sweep = world.sweep();
    await world.send(message(world, 'dev-1', reading(world, 'camera', 'unhealthy')));
    world.pass(world.rules().byType.camera.opensAfterMs - 1);
    expect((await sweep()).ticked).toBe(0);
    world.pass(1);
    expect((await sweep()).ticked).toBe(1);
    expect((await roomOf(world, 'dev-1')).signals.camera?.ticket?.number).toBe('1001-1');
    expect((await sweep()).ticked).toBe(0);
  });

  it('are known after a restart', async () => {
    const world = await createTestEnv();
    await enrol(world, 'dev-1');
    await world.send(message(world, 'dev-1', reading(world, 'camera', 'unhealthy')));
    world.pass(minutes(30));
    expect((await world.sweep()()).ticked).toBe(1);
  });

  it('cause no read in a sweep without due changes', async () => {
    const world = await createTestEnv();
    await enrol(world, 'dev-1');
    await world.send(message(world, 'dev-1', reading(world, 'camera', 'healthy')));
    const sweep = world.sweep();
    await sweep();
    world.border.calls.length = 0;
    await sweep();
    expect(world.border.calls).toEqual([]);
  });
});

describe('a disconnection', () => {
  it('happens once after the time of the rule, and telemetry reconnects the room', async () => {
    const world = await createTestEnv();
    await enrol(world, 'dev-1');
    const sweep = world.sweep();
    await world.send(message(world, 'dev-1', reading(world, 'camera', 'healthy')));
    expect(await sweepFor(world, sweep, minutes(19))).toMatchObject({ silenced: 0 });
    world.pass(minutes(1));
    expect(await sweep()).toMatchObject({ silenced: 1, mayAccuse: true });
    const room = await roomOf(world, 'dev-1');
    expect(room.connection).toEqual({
      status: 'disconnected',
      reason: 'noTelemetry',
      outage: null,
      since: startedAt,
    });
    expect(await sweepFor(world, sweep, minutes(3))).toMatchObject({ silenced: 0 });
    await world.send(message(world, 'dev-1'));
    expect((await roomOf(world, 'dev-1')).connection.status).toBe('connected');
    expect(await sweepFor(world, sweep, minutes(19))).toMatchObject({ silenced: 0 });
    expect(await sweepFor(world, sweep, minutes(1))).toMatchObject({ silenced: 1 });
  });

  it('of a room that never sent has another reason than of a room that stopped', async () => {
    const world = await createTestEnv();
    await enrol(world, 'dev-1');
    await sweepFor(world, world.sweep(), minutes(20));
    expect((await roomOf(world, 'dev-1')).connection).toMatchObject({ reason: 'neverConnected' });
    expect(await eventsOf(world, 'room.disconnected')).toHaveLength(1);
  });

  it('does not happen to a retired room', async () => {
    const world = await createTestEnv();
    const { roomId } = await enrol(world, 'dev-1');
    const { changeRoom } = await import('@rooms-pro/store');
    await changeRoom(world.store, world.rules(), {
      roomId,
      input: { kind: 'command', actor: { kind: 'platform' }, command: { action: 'retire' } },
      via: 'platform',
      correlationId: 'test',
      now: world.now(),
    });
    await sweepFor(world, world.sweep(), minutes(40));
    expect(await eventsOf(world, 'room.disconnected')).toEqual([]);
  });

  it('does not happen before a whole window of telemetry after a restart', async () => {
    const before = await createTestEnv();
    await enrol(before, 'dev-1');
    await before.send(message(before, 'dev-1'));
    await before.lastSeen.flush();
    const world = await createTestEnv({ store: before.store });
    await world.lastSeen.load();
    world.pass(minutes(120));
    const sweep = world.sweep();
    expect(await sweepFor(world, sweep, minutes(19))).toMatchObject({ mayAccuse: false });
    expect(await eventsOf(world, 'room.disconnected')).toEqual([]);
    expect(await sweepFor(world, sweep, minutes(1))).toMatchObject({ silenced: 1 });
  });

  it('does not happen after a gap between sweeps', async () => {
    const world = await createTestEnv();
    await enrol(world, 'dev-1');
    const sweep = world.sweep();
    await sweep();
    world.pass(minutes(45));
    await sweepFor(world, sweep, minutes(19));
    expect(await eventsOf(world, 'room.disconnected')).toEqual([]);
    expect(await sweepFor(world, sweep, minutes(1))).toMatchObject({ silenced: 1 });
  });

  it('does not happen when another process received telemetry of the room', async () => {
    const world = await createTestEnv();
    await enrol(world, 'dev-1');
    const other = await createTestEnv({ store: world.store });
    const sweep = world.sweep();
    await sweepFor(world, sweep, minutes(19));
    other.pass(minutes(19));
    await other.send(message(other, 'dev-1'), world.gatewayKey);
    await other.lastSeen.flush();
    await sweepFor(world, sweep, minutes(2));
    expect(await eventsOf(world, 'room.disconnected')).toEqual([]);
  });

  it('of 10,000 rooms together is found in one sweep, and a second sweep adds nothing', async () => {
    const world = await createTestEnv();
    const gone = 10_000;
    const devices = Array.from({ length: gone }, (_, n) => `dev-${n}`);
    for (let n = 0; n < gone; n += 100) {
      const messages = devices.slice(n, n + 100).map((device) => message(world, device));
      expect((await world.send({ messages })).status).toBe(200);
    }
    const other = await createTestEnv({ store: world.store });
    const sweeps = [world.sweep(), other.sweep()];
    for (let n = 0; n < 19; n += 1) {
      for (const one of [world, other]) one.pass(minutes(1));
      await Promise.all(sweeps.map((sweep) => sweep()));
    }
    for (const one of [world, other]) one.pass(minutes(1));
    const results = await Promise.all(sweeps.map((sweep) => sweep()));
    expect(results.map(({ failed }) => failed)).toEqual([0, 0]);
    expect(results.reduce((sum, { silenced }) => sum + silenced, 0)).toBe(gone);
    expect(await eventsOf(world, 'room.disconnected')).toHaveLength(gone);
  }, 120_000);
});

describe('a store that fails', () => {
  it('affects only the refused changes; the next sweep repeats them', async () => {
    const world = await createTestEnv();
    for (const device of ['dev-1', 'dev-2', 'dev-3']) {
      await enrol(world, device);
      await world.send(message(world, device, reading(world, 'camera', 'unhealthy')));
    }
    const sweep = world.sweep();
    world.pass(minutes(5));
    let commits = 0;
    world.border.breakAt((method) => {
      if (method === 'transact') commits += 1;
      return method === 'transact' && commits === 2;
    });
    expect(await sweep()).toMatchObject({ ticked: 2, failed: 1 });
    expect(world.logged.filter(({ event }) => event === 'room.sweepFailed')).toHaveLength(1);
    expect(await sweep()).toMatchObject({ ticked: 1, failed: 0 });
  });

  it('at the start leads to a retry in the next sweep', async () => {
    const world = await createTestEnv();
    await enrol(world, 'dev-1');
    world.border.breakAt((method) => method === 'rooms');
    const sweep = world.sweep();
    await expect(sweep()).rejects.toThrow('The disk is on fire.');
    world.border.breakAt(() => false);
    expect((await sweep()).rooms).toBe(1);
  });
});

describe('last-seen times', () => {
  it('are written at most every five minutes, and again after a failure', async () => {
    const world = await createTestEnv();
    const sweep = world.sweep();
    const writes = () => world.border.calls.filter((call) => call === 'putDocument').length;
    await world.send(message(world, 'dev-1'));
    await sweep();
    await world.send(message(world, 'dev-1'));
    const before = writes();
    world.pass(minutes(2.5));
    await world.send(message(world, 'dev-1'));
    await sweep();
    expect(writes()).toBe(before);
    world.pass(minutes(2.5));
    world.border.breakAt((method) => method === 'putDocument');
    await sweep();
    expect(world.logged.some(({ event }) => event === 'lastSeen.failed')).toBe(true);
    world.border.breakAt(() => false);
    world.pass(minutes(5));
    const flushed = writes();
    await sweep();
    expect(writes()).toBe(flushed + 1);
  });
});
