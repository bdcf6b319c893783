import { issueKey } from '@rooms-pro/store';
import { describe, expect, it } from 'vitest';
import { createTestEnv, fitting, message, minutes, reading, roomOf } from '../testEnv.suite.ts';
import { createDeviceStateHandler } from './handleDeviceState.ts';

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}

async function createWebhook() {
  const world = await createTestEnv();
  const answer = createDeviceStateHandler(world);
  return {
    world,
    async post(body: unknown, keyInQuery: string | null, authorization: string | null = null) {
      const bytes = bytesOf(JSON.stringify(body));
      const response = await answer({
        authorization,
        keyInQuery,
        correlationId: 'c-1',
        body: { contentEncoding: null, contentLength: null, bytes },
      });
      return fitting('/api/device-state', response);
    },
    state: (status: string) => ({
      AlertTitle: 'A device of somebody has become offline',
      DeviceId: 'dev-1',
      MetricValues: { DeviceHealthStatus: status },
      AlertRaisedAt: world.now(),
    }),
  };
}

describe('the webhook of the admin centre', () => {
  it('says that a device is gone, with the key in the address', async () => {
    const { world, post, state } = await createWebhook();
    await world.send(message(world, 'dev-1', reading(world, 'camera', 'healthy')));
    world.pass(minutes(1));
    const { status, jsonBody } = await post(state('offline'), world.gatewayKey);
    expect([status, jsonBody]).toEqual([
      200,
      { results: [{ device: 'dev-1', items: [{ verdict: 'applied' }], commands: [] }] },
    ]);
    expect((await roomOf(world, 'dev-1')).connection.status).toBe('disconnected');
    world.pass(minutes(1));
    // A device in trouble is no sign of life.
    expect((await post(state('critical'), world.gatewayKey)).status).toBe(200);
    expect((await roomOf(world, 'dev-1')).connection.status).toBe('disconnected');
    expect((await post(state('Online'), null, `Bearer ${world.gatewayKey}`)).status).toBe(200);
    expect((await roomOf(world, 'dev-1')).connection.status).toBe('connected');
  });

  it('does not disconnect a room whose other device has just sent telemetry', async () => {
    const { world, post, state } = await createWebhook();
    const device = { form: 'device', appVersion: '5.4.201.0', inMeeting: false };
    const beat = () => world.send(message(world, 'dev-2', { ...device, observedAt: world.now() }));
    await beat();
    const room = await roomOf(world, 'dev-2');
    await world.store.putDocument('device', 'dev-1', { roomId: room.id });
    world.pass(1000);
    for (const status of ['offline', 'Disconnected']) {
      const told = await post(state(status), world.gatewayKey);
      expect(told.jsonBody).toMatchObject({ results: [{ items: [{ verdict: 'applied' }] }] });
      expect((await roomOf(world, 'dev-2')).connection.status).toBe('connected');
      world.pass(minutes(5));
      await beat();
    }
    // Another process of ingest has received no telemetry of the room itself.
    const restarted = await createTestEnv({ store: world.store });
    restarted.pass(minutes(11));
    const gone = reading(restarted, 'connection', 'unhealthy', { detail: 'gone' });
    await restarted.send(message(restarted, 'dev-1', gone));
    expect((await roomOf(world, 'dev-2')).connection.status).toBe('connected');
  });

  it('needs the key of a gateway, and a device', async () => {
    const { world, post, state } = await createWebhook();
    const device = { kind: 'device', device: 'dev-1' } as const;
    const { key } = await issueKey(world.store, device, world.now());
    expect((await post(state('offline'), null)).status).toBe(401);
    expect((await post(state('offline'), 'rpm_wrong')).status).toBe(401);
    expect((await post(state('offline'), key)).status).toBe(403);
    for (const body of [null, [], 'text', {}, { DeviceId: 7 }, { DeviceId: ' ' }])
      expect((await post(body, world.gatewayKey)).status).toBe(400);
    const odd = await post({ DeviceId: 'dev-1' }, world.gatewayKey);
    expect(odd.jsonBody).toMatchObject({ results: [{ items: [{ verdict: 'rejected' }] }] });
    expect(await world.store.document('device', 'dev-1')).toBeNull();
  });

  it('leaves no key in the log', async () => {
    const { world, post, state } = await createWebhook();
    await post(state('offline'), world.gatewayKey);
    await post(state('offline'), 'rpm_wrong');
    expect(world.logged.map(({ line }) => line).join('\n')).not.toContain('rpm_');
  });
});
