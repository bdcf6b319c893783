/** The app’s own heartbeat events through the real handlers: they stop, and the Monitoring Software goes on. */
import { defaultRules, findRecord, type Instant, instantAfter } from '@rooms-pro/core';
import { aProfile } from '@rooms-pro/testing/builders';
import { describe, expect, it } from 'vitest';
import { registerRoom } from '../devices/registerRoom.ts';
import { createTestEnv, minutes, roomOf, type TestEnv } from '../testEnv.suite.ts';
import { availabilityFrom } from './warmUp.ts';

const hour = 60;

function heartbeat(observedAt: Instant, result: 'Pass' | 'Fail' = 'Pass') {
  const event = {
    Description:
      result === 'Pass'
        ? 'Heartbeat is healthy.'
        : 'Network status: Healthy. Exchange status : AADSTS50076.',
    OperationName: 'Heartbeat',
    OperationResult: result,
    ResourceState: result === 'Pass' ? 'Healthy' : 'Unhealthy',
  };
  return { form: 'mtr-event', observedAt, event };
}

function hardware(observedAt: Instant) {
  const event = {
    Description: 'HardwareCheckEngine is healthy.',
    OperationName: 'HardwareCheckEngine',
    OperationResult: 'Pass',
    ResourceState: 'Healthy',
  };
  return { form: 'mtr-event', observedAt, event };
}

const device = (observedAt: Instant) => ({
  form: 'device',
  observedAt,
  appVersion: '5.4.201.0',
  inMeeting: false,
});
const reading = (signal: string, state: string, detail: string) => (observedAt: Instant) => ({
  form: 'reading',
  signal,
  state,
  detail,
  observedAt,
});

type Item = (now: Instant) => object;

/** A room whose device sends so many times, every five minutes, with a sweep each minute. */
async function aRoom(options: Parameters<typeof createTestEnv>[0] = {}) {
  const world = await createTestEnv(options);
  const by = { kind: 'platform' } as const;
  if (options.store === undefined)
    await registerRoom(world, { profile: aProfile(), device: 'dev-1', enrol: true, by });
  const sweep = world.sweep();
  let seq = options.store === undefined ? 0 : 1_000;
  const wait = async (count: number) => {
    for (let minute = 0; minute < count; minute += 1) {
      world.pass(minutes(1));
      await sweep();
    }
  };
  const send = (...items: Item[]) => {
    seq += 1;
    const at = world.now();
    const made = items.map((item) => item(at));
    return world.send({ device: 'dev-1', sentAt: at, seq, agent: '1.0.0', items: made });
  };
  return {
    world,
    send,
    wait,
    async go(times: number, ...items: Item[]) {
      for (let time = 0; time < times; time += 1) {
        await wait(5);
        await send(...items);
        await sweep();
      }
    },
    app: async () => findRecord(await roomOf(world, 'dev-1'), 'meeting-app'),
    room: () => roomOf(world, 'dev-1'),
    stop: () => sweep.stop(),
  };
}

const commitsOf = async (world: TestEnv) => (await roomOf(world, 'dev-1')).revision;

describe('the app’s heartbeat events', () => {
  it('stop while the Monitoring Software goes on: an incident opens after ten minutes', async () => {
    const { world, go, wait, app, send } = await aRoom();
    await go(12, heartbeat, hardware, device);
    expect((await app()).state).toBe('healthy');
    const lastBeat = world.now();
    await go(1, device);
    await wait(4);
    expect(await app()).toMatchObject({ state: 'healthy', ticket: null });
    await wait(1);
    await send(device);
    const opened = await app();
    expect(opened).toMatchObject({
      state: 'unhealthy',
      since: lastBeat,
      detail: 'The heartbeat events of the app have stopped.',
      ticket: { status: 'systemInvestigating', openedAt: instantAfter(lastBeat, minutes(10)) },
    });
    expect(opened.ticket?.investigatesUntil).toBe(
      instantAfter(opened.ticket?.openedAt ?? '', minutes(hour)),
    );
    await go(3, device);
    await go(1, heartbeat, device);
    expect(await app()).toMatchObject({ state: 'healthy', ticket: { status: 'resolved' } });
  });

  it('are told as the last time of an event: one that failed counts, one sent again does not', async () => {
    const { world, go, wait, app } = await aRoom();
    await go(2, heartbeat, device);
    const old = world.now();
    await go(3, (now) => heartbeat(now, 'Fail'), device);
    expect((await app()).state).toBe('healthy');
    await go(2, () => heartbeat(old), device);
    await wait(1);
    expect((await app()).ticket?.status).toBe('systemInvestigating');
  });

  it('were never sent: the app is not watched, however long', async () => {
    const { go, app } = await aRoom();
    await go(36, hardware, device);
    expect((await app()).state).toBe('unknown');
  });

  it('cost no commit, and the sweep finds nothing due', async () => {
    const { world, go } = await aRoom();
    await go(3, heartbeat, hardware, device);
    const before = await commitsOf(world);
    await go(24, heartbeat, hardware, device);
    expect(await commitsOf(world)).toBe(before);
  });

  it('stop together with everything else: the room disconnects, and the app stays as last known', async () => {
    const { go, wait, app, room } = await aRoom();
    await go(2, heartbeat, device);
    await wait(hour);
    expect((await room()).connection.status).toBe('disconnected');
    expect(await app()).toMatchObject({ state: 'healthy', ticket: null });
    await go(1, device);
    expect((await app()).state).toBe('healthy');
    await go(2, device);
    expect((await app()).ticket?.status).toBe('systemInvestigating');
  });

  it('are missing where the log cannot be read: that proves nothing', async () => {
    const { go, app } = await aRoom();
    await go(2, heartbeat, device);
    await go(6, device, reading('event-log', 'unhealthy', 'Windows denies access to the log.'));
    expect(await app()).toMatchObject({ state: 'unknown', ticket: null });
    await go(1, device, reading('event-log', 'healthy', ''));
    await go(1, heartbeat, device, reading('event-log', 'healthy', ''));
    expect((await app()).state).toBe('healthy');
  });

  it('are one source and the app’s process another: the worse counts, neither clears the other', async () => {
    const { go, app } = await aRoom();
    const runs = reading('meeting-app', 'healthy', '');
    const missing = reading('meeting-app', 'unhealthy', 'The app does not run.');
    await go(2, heartbeat, runs, device);
    await go(3, runs, device);
    expect((await app()).ticket?.status).toBe('systemInvestigating');
    await go(1, heartbeat, missing, device);
    expect(await app()).toMatchObject({ state: 'unhealthy', detail: 'The app does not run.' });
    await go(1, heartbeat, runs, device);
    expect(await app()).toMatchObject({ state: 'healthy', ticket: { status: 'resolved' } });
  });

  it('are waited for anew after our own start, once the device has sent telemetry', async () => {
    const first = await aRoom();
    await first.go(3, heartbeat, device);
    first.stop();
    first.world.pass(minutes(18));
    const at = first.world.now();
    const { store, lastSeen } = first.world;
    const rules = { ...defaultRules, listening: await availabilityFrom(store, lastSeen, at) };
    const { go, wait, app } = await aRoom({ store: first.world.store, at, rules });
    await wait(12);
    expect((await app()).ticket).toBeNull();
    await go(1, device);
    await wait(1);
    expect(await app()).toMatchObject({ state: 'unhealthy', since: at });
  });

  it('come in a backlog after a message without them: nothing opens', async () => {
    for (const isRestamped of [false, true]) {
      const { world, go, wait, app, stop } = await aRoom();
      await go(3, heartbeat, device);
      const sent = (agoMinutes: number, seq: number, items: readonly Item[]) => {
        const madeAt = instantAfter(world.now(), -minutes(agoMinutes));
        const sentAt = isRestamped ? world.now() : madeAt;
        const made = items.map((item) => item(madeAt));
        return world.send({ device: 'dev-1', sentAt, seq, agent: '1.0.0', items: made });
      };
      // The network comes back after 15 minutes.
      await wait(15);
      await sent(13, 10, [reading('camera', 'healthy', '')]);
      expect(await app()).toMatchObject({ state: 'healthy', ticket: null });
      world.pass(6_000);
      await sent(10, 11, [heartbeat, device]);
      await sent(5, 12, [heartbeat, device]);
      await wait(5);
      expect(await app()).toMatchObject({ state: 'healthy', ticket: null });
      stop();
    }
  });

  it('stop on a device that sends without a pause: an incident opens after twice the time', async () => {
    const { go, wait, send, app } = await aRoom();
    await go(3, heartbeat, device);
    for (let minute = 0; minute < 21; minute += 1) {
      await send(device);
      await wait(1);
    }
    expect((await app()).ticket?.status).toBe('systemInvestigating');
  });
});
