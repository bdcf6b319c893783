/** Late, wrongly dated or interrupted telemetry through the real handlers: which incidents open, and what history has. */
import { findRecord, type Instant, instantAfter, type Room } from '@rooms-pro/core';
import { changeRoom } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';
import { describe, expect, it } from 'vitest';
import { registerRoom } from '../devices/registerRoom.ts';
import { createEventsHandler } from '../events/handleEvents.ts';
import type { Sweep } from '../sweep/sweep.ts';
import { createTestEnv, minutes, roomOf, type TestEnv } from '../testEnv.suite.ts';
import { availabilityFrom } from './warmUp.ts';

const seconds = (count: number) => count * 1_000;
const day = minutes(24 * 60);

/** A reading of the camera, observed a given time before the device sends it. */
type Seen = readonly [state: 'healthy' | 'unhealthy', agoMs: number];

/** A device whose clock is off by a given time: all its times are by that clock. */
function deviceOf(world: TestEnv, offMs = 0, firstSeq = 1) {
  let seq = firstSeq - 1;
  let off = offMs;
  const at = (agoMs: number): Instant => instantAfter(world.now(), off - agoMs);
  const message = (seen: readonly Seen[], sentAgoMs = 0) => {
    seq += 1;
    const items = seen.map(([state, agoMs]) => ({
      form: 'reading',
      signal: 'camera',
      state,
      detail: '',
      observedAt: at(agoMs),
    }));
    return { device: 'dev-1', sentAt: at(sentAgoMs), seq, items };
  };
  return {
    message,
    send: (...seen: Seen[]) => world.send(message(seen)),
    setClock: (nextMs: number) => {
      off = nextMs;
    },
  };
}

async function enrolled(options: Parameters<typeof createTestEnv>[0] = {}) {
  const world = await createTestEnv(options);
  const by = { kind: 'platform' } as const;
  await registerRoom(world, { profile: aProfile(), device: 'dev-1', enrol: true, by });
  return world;
}

/** Passes the time in minutes, with a sweep each. */
async function wait(world: TestEnv, count: number, sweep?: Sweep): Promise<void> {
  const own = sweep ?? world.sweep();
  for (let minute = 0; minute < count; minute += 1) {
    world.pass(minutes(1));
    await own();
  }
  if (sweep === undefined) own.stop();
}

const cameraOf = async (world: TestEnv) => findRecord(await roomOf(world, 'dev-1'), 'camera');

async function changesOf(world: TestEnv): Promise<string[]> {
  const room: Room = await roomOf(world, 'dev-1');
  const events = await world.store.history(room.id, { limit: 200 });
  return events.flatMap(({ changes }) => changes.map(({ type }) => type));
}

async function expectNoIncident(world: TestEnv): Promise<void> {
  expect((await cameraOf(world)).ticket).toBeNull();
}

describe('a device that was disconnected for ten minutes', () => {
  async function cutOff() {
    const world = await enrolled();
    const device = deviceOf(world);
    await device.send(['healthy', 0]);
    await wait(world, 10);
    return { world, device };
  }

  it('sends a long past fault in several requests: nothing opens between them', async () => {
    const { world, device } = await cutOff();
    await device.send(['unhealthy', minutes(9)]);
    await device.send(['unhealthy', minutes(3)]);
    await device.send(['healthy', minutes(2)]);
    await wait(world, 10);
    await expectNoIncident(world);
    expect(await changesOf(world)).not.toContain('incident.opened');
  });

  it('sends a past fault in one message: nothing opens, and the history has both changes', async () => {
    const { world, device } = await cutOff();
    const seen: Seen[] = [
      ['unhealthy', minutes(9)],
      ['healthy', minutes(2)],
    ];
    await device.send(...seen);
    await wait(world, 10);
    await expectNoIncident(world);
    const { earlier } = await cameraOf(world);
    expect(earlier.at(-1)).toEqual({
      state: 'unhealthy',
      since: instantAfter(world.now(), -minutes(19)),
    });
  });

  it.each([
    { how: 'by the time of sending', sentAgo: () => 0 },
    { how: 'by the times of a gateway that kept them', sentAgo: (agoMs: number) => agoMs },
  ])('sends it as several messages of one request, dated $how', async ({ sentAgo }) => {
    const { world, device } = await cutOff();
    const messages = [
      device.message([['unhealthy', minutes(9)]], sentAgo(minutes(9))),
      device.message([['unhealthy', minutes(3)]], sentAgo(minutes(3))),
      device.message([['healthy', minutes(1)]], sentAgo(minutes(1))),
    ];
    await world.send({ messages });
    await wait(world, 10);
    await expectNoIncident(world);
  });

  it('sends readings out of order in one request', async () => {
    const { world, device } = await cutOff();
    const first = device.message([['unhealthy', minutes(9)]], minutes(9));
    const second = device.message([['healthy', minutes(1)]], minutes(1));
    await world.send({ messages: [second, first] });
    await wait(world, 10);
    await expectNoIncident(world);
    expect((await cameraOf(world)).state).toBe('healthy');
  });

  it('sends readings through an event hub', async () => {
    const { world, device } = await cutOff();
    const takeEvents = createEventsHandler(world);
    const events = [
      device.message([['unhealthy', minutes(9)]], minutes(9)),
      device.message([['healthy', minutes(2)]], minutes(2)),
    ];
    const takenAt = events.map(({ sentAt }) => sentAt);
    await takeEvents(events, 'test', takenAt);
    await wait(world, 10);
    await expectNoIncident(world);
    expect((await cameraOf(world)).since).toBe(instantAfter(world.now(), -minutes(12)));
  });

  it.each([
    { how: 'with a fresh time of sending', sentAgo: () => 0 },
    { how: 'with old times of sending', sentAgo: (agoMs: number) => agoMs },
  ])('empties its spool in several requests, $how', async ({ sentAgo }) => {
    const { world, device } = await cutOff();
    const backlog: Seen[] = [
      ['unhealthy', minutes(9)],
      ['healthy', minutes(8)],
      ['unhealthy', minutes(5)],
      ['healthy', minutes(4)],
    ];
    for (const one of backlog) {
      await world.send(device.message([one], sentAgo(one[1])));
      world.pass(200);
    }
    await wait(world, 10);
    await expectNoIncident(world);
    expect((await cameraOf(world)).state).toBe('healthy');
  });

  it('sends two readings of one instant in two messages: the message with the higher number counts', async () => {
    const { world, device } = await cutOff();
    await device.send(['unhealthy', minutes(1)]);
    await device.send(['healthy', minutes(1)]);
    expect((await cameraOf(world)).state).toBe('healthy');
  });

  it('sends a fault that a later reading proves: it opens at once', async () => {
    const { world, device } = await cutOff();
    await device.send(['unhealthy', minutes(9)], ['unhealthy', minutes(1)]);
    expect((await cameraOf(world)).ticket?.status).toBe('needsAction');
  });

  it('sends a continuing fault: it opens when it meets the rule from the receipt on', async () => {
    const { world, device } = await cutOff();
    await device.send(['unhealthy', minutes(9)]);
    await wait(world, 4);
    await expectNoIncident(world);
    await wait(world, 2);
    expect((await cameraOf(world)).ticket?.status).toBe('needsAction');
  });
});

describe('a device whose clock is wrong', () => {
  const clocks = [
    { clock: 'a day ahead', offMs: day },
    { clock: 'a day behind', offMs: -day },
    { clock: 'two minutes behind', offMs: -minutes(2) },
    { clock: 'two minutes ahead', offMs: minutes(2) },
    { clock: 'in the year 1970', offMs: -56 * 365 * day },
  ];

  it.each(clocks)('$clock from the start: a fault opens, a blip does not', async ({ offMs }) => {
    const world = await enrolled();
    const device = deviceOf(world, offMs);
    await device.send(['healthy', 0]);
    await wait(world, 5);
    await device.send(['unhealthy', seconds(5)]);
    await wait(world, 4);
    await device.send(['healthy', seconds(5)]);
    await wait(world, 6);
    await expectNoIncident(world);
    await device.send(['unhealthy', seconds(5)]);
    await wait(world, 6);
    expect((await cameraOf(world)).ticket?.status).toBe('needsAction');
    await device.send(['healthy', seconds(5)]);
    expect((await cameraOf(world)).ticket?.status).toBe('resolved');
  });

  it.each(clocks)(
    'set to $clock while it runs, and back again: no fault is lost',
    async ({ offMs }) => {
      const world = await enrolled();
      const device = deviceOf(world);
      for (const off of [0, offMs, 0]) {
        device.setClock(off);
        await device.send(['healthy', seconds(2)]);
        world.pass(seconds(20));
        await device.send(['unhealthy', seconds(5)]);
        expect((await cameraOf(world)).state).toBe('unhealthy');
        await wait(world, 6);
        expect((await cameraOf(world)).ticket?.status).toBe('needsAction');
        await device.send(['healthy', seconds(5)]);
        expect((await cameraOf(world)).ticket?.status).toBe('resolved');
        // Long enough that it does not count as flapping.
        world.pass(minutes(61));
      }
    },
  );

  it.each(clocks)('set to $clock: a repeated message adds nothing', async ({ offMs }) => {
    const world = await enrolled();
    const device = deviceOf(world);
    const sent: unknown[] = [];
    const send = async (...seen: Seen[]) => {
      const message = device.message(seen);
      sent.push(message);
      await world.send(message);
      world.pass(minutes(2));
    };
    await send(['healthy', 0]);
    await send(['unhealthy', seconds(5)]);
    device.setClock(offMs);
    await send(['healthy', seconds(5)]);
    await send(['unhealthy', seconds(5)]);
    await send(['healthy', seconds(5)]);
    const before = await changesOf(world);
    for (const message of sent) {
      const { body } = await world.send(message);
      const verdicts = body.results[0]?.items.map(({ verdict }) => verdict);
      expect(verdicts).toEqual(['duplicate']);
    }
    expect(await changesOf(world)).toEqual(before);
  });

  it('appears in the history and as time drift, unless the device reports it', async () => {
    const world = await enrolled();
    const device = deviceOf(world, minutes(-10));
    await device.send(['healthy', 0]);
    await wait(world, 5);
    await device.send(['healthy', 0]);
    const room = await roomOf(world, 'dev-1');
    expect(room.clocks?.['dev-1']?.shiftMs).toBe(minutes(10));
    expect(room.signals['time-drift']).toMatchObject({
      state: 'unhealthy',
      detail: 'The clock of the device is 10 min behind.',
    });
    expect(await changesOf(world)).toContain('device.clockChanged');
    device.setClock(0);
    await wait(world, 5);
    await device.send(['healthy', 0]);
    // One request is not sufficient evidence: it needs a second one.
    expect((await roomOf(world, 'dev-1')).signals['time-drift']?.state).toBe('unhealthy');
    await wait(world, 5);
    await device.send(['healthy', 0]);
    expect((await roomOf(world, 'dev-1')).signals['time-drift']?.state).toBe('healthy');
  });

  it('restarts its message numbers: at most one message is late', async () => {
    const world = await enrolled();
    await deviceOf(world, 0, 5_000).send(['healthy', 0]);
    await wait(world, 5);
    const reinstalled = deviceOf(world, 0, 1);
    await reinstalled.send(['unhealthy', seconds(1)]);
    expect((await cameraOf(world)).state).toBe('unhealthy');
    // And once more, with a clock that is set back, too.
    await reinstalled.send(['healthy', seconds(1)]);
    const fallenBack = deviceOf(world, -day, 1);
    await wait(world, 5);
    await fallenBack.send(['healthy', seconds(1)]);
    await wait(world, 5);
    await fallenBack.send(['unhealthy', seconds(1)]);
    expect((await cameraOf(world)).state).toBe('unhealthy');
  });

  it('that is right costs no write while nothing changes', async () => {
    const world = await enrolled();
    const device = deviceOf(world, -minutes(3));
    await device.send(['healthy', 0]);
    world.pass(minutes(5));
    await device.send(['healthy', 0]);
    const { revision } = await roomOf(world, 'dev-1');
    for (let beat = 0; beat < 5; beat += 1) {
      world.pass(minutes(5) + beat * 17);
      world.border.calls.length = 0;
      await device.send(['healthy', beat * 100]);
      expect(world.border.calls.filter((call) => call === 'transact')).toEqual([]);
    }
    expect((await roomOf(world, 'dev-1')).revision).toBe(revision);
  });
});

describe('after our own start', () => {
  /** Ends like a killed process: the data in memory is lost. */
  async function restarted(world: TestEnv, downMinutes: number) {
    const at = instantAfter(world.now(), minutes(downMinutes));
    const probe = await createTestEnv({ store: world.store, at });
    await probe.lastSeen.load();
    const listening = await availabilityFrom(world.store, probe.lastSeen, at);
    const next = await createTestEnv({ store: world.store, at, rules: { listening } });
    await next.lastSeen.load();
    return next;
  }

  it('a blip that began before the stop opens nothing, neither by sweep nor by command', async () => {
    const world = await enrolled();
    const device = deviceOf(world);
    await device.send(['healthy', 0]);
    await wait(world, 1);
    await device.send(['unhealthy', 0]);
    const next = await restarted(world, 8);
    await wait(next, 2);
    await expectNoIncident(next);
    await deviceOf(next, 0, 10).send(['healthy', minutes(6)]);
    await wait(next, 10);
    await expectNoIncident(next);
  });

  it('a continuing fault counts from before the stop and from the first telemetry on', async () => {
    const world = await enrolled();
    await deviceOf(world).send(['unhealthy', 0]);
    await wait(world, 2);
    const next = await restarted(world, 30);
    const device = deviceOf(next, 0, 10);
    await wait(next, 3);
    await expectNoIncident(next);
    await next.send(device.message([]));
    await wait(next, 2);
    await expectNoIncident(next);
    await wait(next, 2);
    expect((await cameraOf(next)).ticket?.status).toBe('needsAction');
  });

  it('a repeated message from before the start confirms nothing', async () => {
    const world = await enrolled();
    const device = deviceOf(world);
    await device.send(['healthy', 0]);
    await wait(world, 1);
    const fault = device.message([['unhealthy', 0]]);
    await world.send(fault);
    const next = await restarted(world, 2);
    await next.send(fault);
    await wait(next, 10);
    await expectNoIncident(next);
  });

  it('a person who acts on the room confirms nothing', async () => {
    const world = await enrolled();
    await deviceOf(world).send(['unhealthy', 0]);
    const next = await restarted(world, 8);
    const { id: roomId } = await roomOf(next, 'dev-1');
    await changeRoom(next.store, next.rules(), {
      roomId,
      input: {
        kind: 'command',
        actor: { kind: 'platform' },
        command: { action: 'changeProfile', profile: { name: 'Amber' } },
      },
      via: 'tab',
      correlationId: 'test',
      now: next.now(),
    });
    await expectNoIncident(next);
  });

  it('a fault that telemetry proves to have lasted opens at once', async () => {
    const world = await enrolled();
    await deviceOf(world).send(['unhealthy', 0]);
    const next = await restarted(world, 8);
    await deviceOf(next, 0, 10).send(['unhealthy', 0]);
    expect((await cameraOf(next)).ticket?.status).toBe('needsAction');
  });
});

it('a disconnection in the middle of a confirmation pauses it', async () => {
  // Thirty minutes to open, eight of them before the disconnection.
  const world = await enrolled();
  const exchange = (state: string) => ({
    form: 'reading',
    signal: 'signin-exchange',
    state,
    detail: '',
    observedAt: world.now(),
  });
  const device = deviceOf(world);
  const beat = (...items: unknown[]) => world.send({ ...device.message([]), items });
  const ticket = async () => findRecord(await roomOf(world, 'dev-1'), 'signin-exchange').ticket;
  const sweep = world.sweep();
  for (let passed = 0; passed < 25; passed += 5) {
    await beat();
    await wait(world, 5, sweep);
  }
  await beat(exchange('unhealthy'));
  await wait(world, 8, sweep);
  await beat();
  await wait(world, 40, sweep);
  expect((await roomOf(world, 'dev-1')).connection.status).toBe('disconnected');
  await beat();
  await wait(world, 19, sweep);
  await beat();
  await wait(world, 2, sweep);
  expect(await ticket()).toBeNull();
  await wait(world, 2, sweep);
  expect((await ticket())?.status).toBe('systemInvestigating');
});

describe('telemetry that is rejected', () => {
  const bad = (world: TestEnv) => ({
    device: 'dev-1',
    sentAt: world.now(),
    seq: 0,
    items: [{ form: 'reading', signal: 'camera', state: 'broken', observedAt: world.now() }],
  });

  it('makes the signal unknown, and disconnects the room when all telemetry was rejected for twenty minutes', async () => {
    const world = await enrolled();
    await deviceOf(world).send(['healthy', 0]);
    const sweep = world.sweep();
    world.pass(1);
    for (let beat = 0; beat < 5; beat += 1) {
      await world.send(bad(world));
      expect((await cameraOf(world)).state).toBe('unknown');
      await wait(world, 5, sweep);
    }
    const room = await roomOf(world, 'dev-1');
    expect(room.connection).toMatchObject({ status: 'disconnected', reason: 'rejectedTelemetry' });
    expect(room.rejected?.reason).toContain('A state is one of');
    expect(findRecord(room, 'connection').ticket?.reason.sentence).toContain('was rejected');
    const changes = await changesOf(world);
    expect(changes.filter((type) => type === 'device.rejected')).toHaveLength(1);
    await deviceOf(world, 0, 10).send(['healthy', 0]);
    const again = await roomOf(world, 'dev-1');
    expect(again.connection.status).toBe('connected');
    expect(again.rejected).toBeUndefined();
  });

  it('counts when the whole message is unreadable', async () => {
    const world = await enrolled();
    await deviceOf(world).send(['healthy', 0]);
    await world.send({ device: 'dev-1', sentAt: 'yesterday', seq: 2, items: [] });
    expect((await roomOf(world, 'dev-1')).rejected?.device).toBe('dev-1');
  });
});
