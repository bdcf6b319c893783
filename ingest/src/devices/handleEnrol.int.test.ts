import { issueEnrolmentCode, issueKey, listKeys, revokeKey } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';
import { describe, expect, it } from 'vitest';
import type { EnrolRequest } from '../http/request.ts';
import {
  createTestEnv,
  fitting,
  message,
  minutes,
  reading,
  roomOf,
  type TestEnv,
} from '../testEnv.suite.ts';
import { createEnrolHandler, createRotateHandler } from './handleEnrol.ts';
import { registerRoom } from './registerRoom.ts';

const by = { id: 'p-1', name: 'Mona' };

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}

function request(body: unknown, over: Partial<EnrolRequest> = {}): EnrolRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    authorization: null,
    body: { contentEncoding: null, contentLength: null, bytes: bytesOf(text) },
    correlationId: 'c-1',
    source: '10.0.0.1',
    ...over,
  };
}

type KeyBody = { readonly key?: string; readonly error?: { readonly code: string } };

/** One process with both ways to a key. */
async function createEnrolment() {
  const world = await createTestEnv();
  const enrolHandler = createEnrolHandler(world);
  const rotateHandler = createRotateHandler(world);
  const answerEnrol = async (sent: EnrolRequest) => fitting('/api/enrol', await enrolHandler(sent));
  const answerRotate = async (sent: EnrolRequest) =>
    fitting('/api/rotate-key', await rotateHandler(sent));
  return {
    world,
    answerEnrol,
    async enrol(code: string, device: string) {
      const { status, jsonBody } = await answerEnrol(request({ code, device }));
      const { key, error } = jsonBody as KeyBody;
      return { status, key: key ?? '', code: error?.code };
    },
    async rotate(as: string) {
      const asked = request('', { authorization: `Bearer ${as}` });
      const { status, jsonBody } = await answerRotate(asked);
      const { key, error } = jsonBody as KeyBody;
      return { status, key: key ?? '', code: error?.code };
    },
    codeFor: async (over: Partial<Parameters<typeof issueEnrolmentCode>[1]> = {}) =>
      (await issueEnrolmentCode(world.store, { by, now: world.now(), ...over })).code,
  };
}

const statusOf = async (world: TestEnv, device: string, key: string) =>
  (await world.send(message(world, device), key)).status;

const profile = aProfile({ name: 'Yosemite', building: '', floor: '' });

describe('enrolling', () => {
  it('turns a code into a key that speaks for this device only', async () => {
    const { world, enrol, codeFor } = await createEnrolment();
    const { status, key } = await enrol(await codeFor(), 'dev-1');
    expect(status).toBe(200);
    expect(await statusOf(world, 'dev-1', key)).toBe(200);
    expect(await statusOf(world, 'dev-2', key)).toBe(403);
    expect(await roomOf(world, 'dev-1')).toMatchObject({ name: 'dev-1', enrolment: 'onboarding' });
  });

  it('puts the device into the room of its code, also one that stood elsewhere', async () => {
    const { world, enrol, codeFor } = await createEnrolment();
    const register = { profile, device: 'dev-1', enrol: true, by: { kind: 'platform' } } as const;
    const { roomId } = await registerRoom(world, register);
    const before = message(world, 'dev-2', reading(world, 'camera', 'healthy'));
    await world.send({ ...before, agent: '1.0.0' });
    const left = (await roomOf(world, 'dev-2')).id;
    expect(left).not.toBe(roomId);
    // Only a code made for this device may take it out of its room.
    const refused = await enrol(await codeFor({ roomId }), 'dev-2');
    expect(refused).toMatchObject({ status: 403, code: 'codeForNewDevices' });
    const { key } = await enrol(await codeFor({ roomId, device: 'dev-2' }), 'dev-2');
    await world.send(message(world, 'dev-2', reading(world, 'camera', 'unhealthy')), key);
    const room = await roomOf(world, 'dev-2');
    expect([room.id, room.name, room.signals.camera?.state]).toEqual([
      roomId,
      'Yosemite',
      'unhealthy',
    ]);
    expect((await roomOf(world, 'dev-1')).id).toBe(roomId);
    // The room it left has nobody who says that its camera is well.
    expect((await world.store.room(left))?.value.signals.camera?.state).toBe('unknown');
  });

  it('gives another key when the answer was lost, and the lost one opens nothing', async () => {
    const { world, enrol, codeFor } = await createEnrolment();
    const code = await codeFor();
    const lost = await enrol(code, 'dev-1');
    const again = await enrol(code, 'dev-1');
    expect(await statusOf(world, 'dev-1', lost.key)).toBe(401);
    expect(await statusOf(world, 'dev-1', again.key)).toBe(200);
    expect(await enrol(code, 'dev-2')).toMatchObject({ status: 403, code: 'codeUsed' });
    // Once the key has been used, not even the device itself may ask for another.
    expect(await enrol(code, 'dev-1')).toMatchObject({ status: 403, code: 'codeUsed' });
    expect(await statusOf(world, 'dev-1', again.key)).toBe(200);
  });

  it.each([
    ['{', 'notJson', 400],
    ['[]', 'enrolmentUnreadable', 400],
    ['{"code":"","device":"dev-1"}', 'enrolmentUnreadable', 400],
    ['{"code":"A","device":"dev-1","more":1}', 'enrolmentUnreadable', 400],
    ['{"code":"ABCD-EFGH-JKMN","device":"dev-1"}', 'codeUnknown', 403],
  ])('refuses %s', async (text, code, status) => {
    const { answerEnrol } = await createEnrolment();
    const answer = await answerEnrol(request(text));
    expect([answer.status, (answer.jsonBody as KeyBody).error?.code]).toEqual([status, code]);
  });

  it('slows down who guesses, and nobody else', async () => {
    const { world, answerEnrol, codeFor, enrol } = await createEnrolment();
    const guess = (source: string) =>
      answerEnrol(request({ code: 'ABCD-EFGH-JKMN', device: 'dev-1' }, { source }));
    const statuses = [];
    for (let turn = 0; turn < 21; turn += 1) statuses.push((await guess('10.9.9.9')).status);
    expect(statuses).toEqual([...Array(20).fill(403), 429]);
    expect((await guess('10.9.9.9')).headers['Retry-After']).toBe('3');
    expect((await enrol(await codeFor(), 'dev-1')).status).toBe(200);
    world.pass(minutes(1));
    expect((await guess('10.9.9.9')).status).toBe(403);
  });

  it('answers 503 when the store fails, and the same code works afterwards', async () => {
    const { world, enrol, codeFor } = await createEnrolment();
    const code = await codeFor();
    world.border.breakAt((method) => method === 'putDocument');
    expect((await enrol(code, 'dev-1')).status).toBe(503);
    world.border.breakAt(() => false);
    expect((await enrol(code, 'dev-1')).status).toBe(200);
  });

  it('writes no code, key or device to the log', async () => {
    const { world, enrol, codeFor } = await createEnrolment();
    const code = await codeFor();
    const { key } = await enrol(code, 'dev-1');
    const text = world.logged.map(({ line }) => line).join('\n');
    expect(text).toContain('device.enrolled');
    for (const secret of [code, key, 'dev-1']) expect(text).not.toContain(secret);
  });
});

describe('rotating', () => {
  it('keeps the old key good until the new one is first used', async () => {
    const { world, rotate } = await createEnrolment();
    const device = { kind: 'device', device: 'dev-1' } as const;
    const old = await issueKey(world.store, device, world.now());
    const next = await rotate(old.key);
    expect(next.status).toBe(200);
    expect(await statusOf(world, 'dev-1', old.key)).toBe(200);
    expect(await statusOf(world, 'dev-1', next.key)).toBe(200);
    expect(await statusOf(world, 'dev-1', old.key)).toBe(401);
    expect(await rotate(old.key)).toMatchObject({ status: 401, code: 'keyRevoked' });
    expect(await statusOf(world, 'dev-2', next.key)).toBe(403);
  });

  it('ends the old key after a day even when it is in use', async () => {
    const { world, rotate } = await createEnrolment();
    const device = { kind: 'device', device: 'dev-1' } as const;
    const old = await issueKey(world.store, device, world.now());
    await rotate(old.key);
    world.pass(minutes(24 * 60 - 1));
    expect(await statusOf(world, 'dev-1', old.key)).toBe(200);
    world.pass(minutes(1));
    expect(await statusOf(world, 'dev-1', old.key)).toBe(401);
  });

  it('is for devices with a good key', async () => {
    const { world, rotate } = await createEnrolment();
    expect(await rotate(world.gatewayKey)).toMatchObject({ status: 403, code: 'keyForbidden' });
    expect(await rotate('rpm_wrong')).toMatchObject({ status: 401, code: 'keyUnknown' });
  });
});

describe('a revoked key that was enrolled', () => {
  it('opens nothing from then on', async () => {
    const { world, enrol, codeFor } = await createEnrolment();
    const { key } = await enrol(await codeFor(), 'dev-1');
    expect(await statusOf(world, 'dev-1', key)).toBe(200);
    const mine = (await listKeys(world.store)).find(({ speaker }) => speaker.kind === 'device');
    await revokeKey(world.store, mine?.id ?? '', world.now());
    expect(await statusOf(world, 'dev-1', key)).toBe(401);
  });
});
