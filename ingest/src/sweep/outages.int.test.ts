import { type Change, defaultRules } from '@rooms-pro/core';
import { openOutageRepository } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';
import { describe, expect, it } from 'vitest';
import { registerRoom } from '../devices/registerRoom.ts';
import {
  createTestEnv,
  message,
  minutes,
  roomOf,
  startedAt,
  type TestEnv,
} from '../testEnv.suite.ts';

const profile = aProfile({ building: 'Pier West', floor: '2' });

/** Rooms of one floor; each has sent once. */
async function connected(world: TestEnv, count: number, over: object = {}): Promise<string[]> {
  const by = { kind: 'platform' } as const;
  const devices = Array.from({ length: count }, (_, index) => `dev-${index}`);
  for (const device of devices) {
    await registerRoom(world, {
      profile: { ...profile, name: device, ...over },
      device,
      enrol: true,
      by,
    });
    await world.send(message(world, device));
  }
  return devices;
}

async function sweepFor(world: TestEnv, sweep: ReturnType<TestEnv['sweep']>, ms: number) {
  await sweep();
  for (let passed = 0; passed < ms; passed += minutes(1)) {
    world.pass(minutes(1));
    await sweep();
  }
}

async function changesOf(world: TestEnv, type: Change['type']): Promise<Change[]> {
  const { entries } = await world.store.feed(null, 100_000);
  return entries.flatMap(({ event }) => event.changes).filter((change) => change.type === type);
}

async function outagesOf(world: TestEnv) {
  const repository = openOutageRepository(world.store);
  await repository.load();
  return repository.ongoing();
}

async function outageOf(world: TestEnv, device: string) {
  const { connection } = await roomOf(world, device);
  return connection.status === 'disconnected' ? connection.outage : 'connected';
}

describe('an outage', () => {
  it('is one outage for five rooms of a floor; no room is ever disconnected alone', async () => {
    const world = await createTestEnv();
    const devices = await connected(world, 5);
    await sweepFor(world, world.sweep(), minutes(21));
    const [outage, ...others] = await outagesOf(world);
    expect(others).toEqual([]);
    expect(outage).toMatchObject({ scope: 'floor', building: 'Pier West', floor: '2' });
    for (const device of devices) expect(await outageOf(world, device)).toBe(outage?.id);
    expect(await changesOf(world, 'incident.opened')).toHaveLength(5);
    for (const { changes } of (await world.store.feed(null, 1000)).entries.map((e) => e.event)) {
      const types = changes.map(({ type }) => type);
      expect(types.includes('room.disconnected')).toBe(types.includes('outage.joined'));
    }
  });

  it('does not open for four rooms', async () => {
    const world = await createTestEnv();
    await connected(world, 4);
    await sweepFor(world, world.sweep(), minutes(30));
    expect(await outagesOf(world)).toEqual([]);
    expect(await changesOf(world, 'room.disconnected')).toHaveLength(4);
  });

  it('opens with the first disconnected room when the others follow', async () => {
    const world = await createTestEnv();
    const devices = await connected(world, 6);
    const sweep = world.sweep();
    // The heartbeats of the rooms are spread over four minutes before all rooms stop.
    for (const device of devices.slice(2)) {
      world.pass(minutes(1));
      await world.send(message(world, device));
    }
    await sweepFor(world, sweep, minutes(16));
    expect(await changesOf(world, 'room.disconnected')).toHaveLength(2);
    expect(await changesOf(world, 'outage.joined')).toHaveLength(2);
    await sweepFor(world, sweep, minutes(5));
    expect(await changesOf(world, 'outage.joined')).toHaveLength(6);
    expect(await outagesOf(world)).toHaveLength(1);
  });

  it('includes rooms that were disconnected alone; they leave when they reconnect', async () => {
    const world = await createTestEnv({
      rules: { outage: { ...defaultRules.outage, scopes: ['building'] } },
    });
    const devices = await connected(world, 7);
    const sweep = world.sweep();
    const [first = '', second = ''] = devices;
    const beat = async (those: readonly string[]) => {
      for (const device of those) await world.send(message(world, device));
    };
    // Two rooms stop; the others continue for four minutes, then all except one stop.
    world.pass(minutes(4));
    await beat(devices.slice(2));
    const last = devices[6] ?? '';
    for (let passed = 0; passed < 21; passed += 1) {
      world.pass(minutes(1));
      await world.send(message(world, last));
      await sweep();
    }
    const [outage] = await outagesOf(world);
    expect(outage?.scope).toBe('building');
    for (const device of devices.slice(0, 6))
      expect(await outageOf(world, device)).toBe(outage?.id);
    expect(await outageOf(world, last)).toBe('connected');
    // A room that disconnects much later has a separate fault.
    await sweepFor(world, sweep, minutes(21));
    expect(await outageOf(world, last)).toBeNull();
    await beat([first, second]);
    expect(await outageOf(world, first)).toBe('connected');
    expect(await changesOf(world, 'outage.left')).toHaveLength(2);
    await beat(devices.slice(2));
    await sweepFor(world, sweep, minutes(1));
    expect(await outagesOf(world)).toEqual([]);
    expect(await changesOf(world, 'outage.left')).toHaveLength(6);
  });

  it('ends when few of its rooms remain: those are disconnected alone, and the next outage is another one', async () => {
    const world = await createTestEnv();
    const devices = await connected(world, 6);
    const sweep = world.sweep();
    await sweepFor(world, sweep, minutes(21));
    const [outage] = await outagesOf(world);
    const [dead = '', ...others] = devices;
    const beatOn = async (count: number) => {
      for (let passed = 0; passed < count; passed += 1) {
        for (const device of others) await world.send(message(world, device));
        world.pass(minutes(1));
        await sweep();
      }
    };
    await beatOn(29);
    expect(await outageOf(world, dead)).toBe(outage?.id);
    await beatOn(3);
    expect(await outageOf(world, dead)).toBeNull();
    expect((await roomOf(world, dead)).connection).toMatchObject({ remainsOf: outage?.id });
    expect(await outagesOf(world)).toEqual([]);
    // Much later the others fail together: that is a separate outage.
    await sweepFor(world, sweep, minutes(22));
    const [next] = await outagesOf(world);
    expect(next?.id).not.toBe(outage?.id);
    expect(await outageOf(world, others[0] ?? '')).toBe(next?.id);
    expect(await outageOf(world, dead)).toBeNull();
  });

  it('continues the count for few remaining rooms in the next process', async () => {
    const world = await createTestEnv();
    const devices = await connected(world, 6);
    const sweep = world.sweep();
    await sweepFor(world, sweep, minutes(21));
    const [dead = '', ...others] = devices;
    const beatOn = async (on: typeof world, run: () => Promise<unknown>, count: number) => {
      for (let passed = 0; passed < count; passed += 1) {
        for (const device of others) await on.send(message(on, device));
        on.pass(minutes(1));
        await run();
      }
    };
    await beatOn(world, sweep, 20);
    const next = await createTestEnv({ store: world.store });
    next.pass(Date.parse(world.now()) - Date.parse(next.now()));
    await beatOn(next, next.sweep(), 12);
    expect(await outageOf(world, dead)).toBeNull();
    expect(await outagesOf(world)).toEqual([]);
  });

  it('continues when enough rooms disconnect again before the time is over', async () => {
    const world = await createTestEnv();
    await connected(world, 6);
    const outages = openOutageRepository(world.store);
    const { id } = await outages.claim(
      { scope: 'building', building: 'X', floor: '', subnet: '' },
      world.now(),
    );
    await outages.noteFew(id, world.now());
    expect(outages.byId(id)?.fewSince).toBe(world.now());
    await outages.noteFew(id, null);
    expect(outages.byId(id)).not.toHaveProperty('fewSince');
  });

  it('ends in the next process when its rooms reconnected while no sweep ran', async () => {
    const world = await createTestEnv();
    const devices = await connected(world, 5);
    await sweepFor(world, world.sweep(), minutes(21));
    expect(await outagesOf(world)).toHaveLength(1);
    for (const device of devices) await world.send(message(world, device));
    const next = await createTestEnv({ store: world.store });
    await next.sweep()();
    expect(await outagesOf(world)).toEqual([]);
  });

  it('excludes suppressed rooms, and rooms that never connected', async () => {
    const world = await createTestEnv();
    const by = { kind: 'platform' } as const;
    for (let index = 0; index < 6; index += 1) {
      const device = `new-${index}`;
      await registerRoom(world, { profile: { ...profile, name: device }, device, enrol: true, by });
    }
    await sweepFor(world, world.sweep(), minutes(25));
    expect(await outagesOf(world)).toEqual([]);
    expect(await changesOf(world, 'room.disconnected')).toHaveLength(6);
  });

  it('is claimed once by two sweepers', async () => {
    const world = await createTestEnv();
    const other = await createTestEnv({ store: world.store });
    await connected(world, 8);
    await world.lastSeen.flush();
    const sweeps = [world.sweep(startedAt), other.sweep(startedAt)];
    for (let passed = 0; passed < 22; passed += 1) {
      world.pass(minutes(1));
      other.pass(minutes(1));
      await Promise.all(sweeps.map((sweep) => sweep()));
    }
    expect(await outagesOf(world)).toHaveLength(1);
    expect(await changesOf(world, 'outage.joined')).toHaveLength(8);
    expect(await changesOf(world, 'incident.opened')).toHaveLength(8);
  });
});

describe('correlated rooms', () => {
  it('are counted once when an investigation begins', async () => {
    const world = await createTestEnv();
    const devices = await connected(world, 3);
    const sweep = world.sweep();
    for (const device of devices) {
      const observedAt = world.now();
      const item = {
        form: 'reading',
        signal: 'conference-microphone',
        state: 'unhealthy',
        observedAt,
      };
      await world.send(message(world, device, item));
    }
    await sweepFor(world, sweep, minutes(8));
    const looked = await changesOf(world, 'incident.correlated');
    expect(looked.map((change) => 'rooms' in change && change.rooms)).toEqual([2, 2, 2]);
    expect((await roomOf(world, 'dev-0')).signals['conference-microphone']?.ticket).toMatchObject({
      status: 'systemInvestigating',
      neighbours: 2,
    });
  });
});
