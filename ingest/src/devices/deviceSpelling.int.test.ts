/** One device in any combination of upper and lower case, on every way in. */
import { issueEnrolmentCode, issueKey, listNewRooms, revokeKey } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';
import { describe, expect, it } from 'vitest';
import { createDeviceStateHandler } from '../telemetry/handleDeviceState.ts';
import { createTestEnv, message, minutes, reading, type TestEnv } from '../testEnv.suite.ts';
import { createEnrolHandler } from './handleEnrol.ts';
import { registerRoom } from './registerRoom.ts';

const upper = 'AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE';
const lower = upper.toLowerCase();
const mixed = 'aAaAAAAA-bbbb-CCCC-dddd-EEEEEEEEEEEE';

async function* bytesOf(value: unknown): AsyncIterable<Uint8Array> {
  yield Buffer.from(JSON.stringify(value));
}
const bodyOf = (value: unknown) => ({
  contentEncoding: null,
  contentLength: null,
  bytes: bytesOf(value),
});

async function roomsIn(world: TestEnv) {
  const rooms = [];
  for await (const { value } of world.store.rooms()) rooms.push(value);
  return rooms.toSorted((one, other) => one.number - other.number);
}
const cameras = async (world: TestEnv) =>
  (await roomsIn(world)).map(({ signals }) => signals.camera?.state);

/** A room of this device as an earlier version wrote it: under the id as it was spelled. */
async function olderRoom(world: TestEnv, device: string) {
  const { roomId } = await registerRoom(world, {
    profile: aProfile(),
    device: `older-${[...device].filter((one) => one < 'a').length}`,
    enrol: true,
    by: { kind: 'platform' },
  });
  await world.store.putDocument('device', device, { roomId });
  return roomId;
}
const camera = (world: TestEnv, device: string, state: string) =>
  world.send(message(world, device, reading(world, 'camera', state)));

describe('one device in several spellings', () => {
  it('is one device for the webhook, and the same one for telemetry', async () => {
    const world = await createTestEnv();
    const answer = createDeviceStateHandler(world);
    for (const DeviceId of [upper, lower, mixed]) {
      const AlertRaisedAt = world.now();
      const MetricValues = { DeviceHealthStatus: 'online' };
      const posted = await answer({
        authorization: `Bearer ${world.gatewayKey}`,
        keyInQuery: null,
        correlationId: 'c-1',
        body: bodyOf({ DeviceId, MetricValues, AlertRaisedAt }),
      });
      expect(posted.status).toBe(200);
    }
    const agent = { ...message(world, mixed, reading(world, 'camera', 'healthy')), agent: '1.0.0' };
    await world.send(agent);
    const [room, ...others] = await roomsIn(world);
    expect(others).toEqual([]);
    expect(room?.devices.map(({ id }) => id)).toEqual([upper]);
  });

  it('is one device though its spellings come at once, and takes one room of the hour', async () => {
    const world = await createTestEnv({ newRoomsPerHour: 1 });
    const sent = await world.send({
      messages: [message(world, upper), message(world, lower), message(world, mixed)],
    });
    expect(sent.body.results.map(({ device, rejected }) => [device, rejected])).toEqual([
      [upper, undefined],
      [lower, undefined],
      [mixed, undefined],
    ]);
    expect(await roomsIn(world)).toHaveLength(1);
    await world.send({ messages: [message(world, 'DEV-2')] });
    await world.send({ messages: [message(world, 'dev-2')] });
    const { devices } = await listNewRooms(world.store, world.now());
    expect(devices.map(({ device }) => device)).toEqual(['DEV-2']);
  });

  it('may use its key, its code and its way into a room in any of them', async () => {
    const world = await createTestEnv();
    const { key, id } = await issueKey(world.store, { kind: 'device', device: upper }, world.now());
    expect((await world.send(message(world, lower), key)).status).toBe(200);
    await revokeKey(world.store, id, world.now());
    const enrol = createEnrolHandler(world);
    const present = async (code: string, device: string) => {
      const body = bodyOf({ code, device });
      const request = { authorization: null, body, correlationId: 'c-1', source: '10.0.0.1' };
      const { status, jsonBody } = await enrol(request);
      return { status, body: jsonBody as { key?: string; error?: { code: string } } };
    };
    const by = { id: 'p-1', name: 'Mona' };
    const open = await issueEnrolmentCode(world.store, { by, now: world.now() });
    // It stands in a room already: a code for new devices is not for it, however it is spelled.
    expect((await present(open.code, mixed)).body.error?.code).toBe('codeForNewDevices');
    const own = await issueEnrolmentCode(world.store, { by, now: world.now(), device: upper });
    const first = await present(own.code, lower);
    expect([first.status, (await present(own.code, mixed)).status]).toEqual([200, 200]);
    expect((await present(own.code, 'dev-2')).status).toBe(403);
  });
});

describe('a database that an earlier version wrote', () => {
  it('finds the room of a device in any spelling', async () => {
    const older = await createTestEnv();
    const roomId = await olderRoom(older, upper);
    const restarted = await createTestEnv({ store: older.store });
    for (const [state, device] of [
      ['healthy', lower],
      ['unhealthy', upper],
      ['healthy', mixed],
    ] as const) {
      restarted.pass(minutes(1));
      await camera(restarted, device, state);
      const [room, ...others] = await roomsIn(restarted);
      expect([room?.id, room?.signals.camera?.state, others]).toEqual([roomId, state, []]);
    }
  });

  it('with two rooms of one device keeps both, until one of them is retired', async () => {
    const older = await createTestEnv();
    const first = await olderRoom(older, upper);
    await olderRoom(older, lower);
    const world = await createTestEnv({ store: older.store });
    await camera(world, upper, 'unhealthy');
    await camera(world, lower, 'healthy');
    expect(await cameras(world)).toEqual(['unhealthy', 'healthy']);
    world.pass(minutes(1));
    // A spelling that has no room of its own goes to the older one.
    await camera(world, mixed, 'healthy');
    expect(await cameras(world)).toEqual(['healthy', 'healthy']);
    await world.store.transact(first, (room) => {
      if (room === null) throw new Error('There is no such room.');
      const next = { ...room, enrolment: 'retired', revision: room.revision + 1 } as const;
      const event = {
        roomId: first,
        revision: next.revision,
        at: world.now(),
        by: 'platform',
        via: 'platform',
        correlationId: 'c-1',
        changes: [{ type: 'room.retired' }],
      } as const;
      return { commit: { room: next, event }, answer: null };
    });
    world.pass(minutes(1));
    await camera(world, upper, 'unhealthy');
    expect((await cameras(world))[1]).toBe('unhealthy');
  });

  it('joins both when its device is put into a room', async () => {
    const older = await createTestEnv();
    await olderRoom(older, upper);
    await olderRoom(older, lower);
    const target = await olderRoom(older, 'dev-3');
    const world = await createTestEnv({ store: older.store });
    await camera(world, upper, 'unhealthy');
    await camera(world, lower, 'unhealthy');
    const by = { id: 'p-1', name: 'Mona' };
    const { code } = await issueEnrolmentCode(world.store, {
      by,
      now: world.now(),
      device: mixed,
      roomId: target,
    });
    const body = bodyOf({ code, device: mixed });
    const request = { authorization: null, body, correlationId: 'c-1', source: '10.0.0.1' };
    expect((await createEnrolHandler(world)(request)).status).toBe(200);
    world.pass(minutes(1));
    for (const device of [upper, lower]) {
      await camera(world, device, 'healthy');
      expect(await cameras(world)).toEqual(['unknown', 'unknown', 'healthy']);
    }
  });
});
