/** The endpoint for logs of devices: who may send which file, for which command, and with which result. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import functions from '@azure/functions';
import type { Command } from '@rooms-pro/core';
import { changeRoom, issueKey, openFolderAttachments, StoreError } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asFunction } from '../http/asFunction.ts';
import {
  createTestEnv,
  fitting,
  message,
  minutes,
  roomOf,
  type TestEnv,
} from '../testEnv.suite.ts';
import { createAttachmentHandler } from './handleAttachment.ts';
import { registerRoom } from './registerRoom.ts';

const device = 'dev-1';
const largestBytes = 1024 * 1024;
let folder: string;
let world: TestEnv;
let key: string;
let command: string;
let handle: ReturnType<typeof asFunction>;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-logs-'));
  world = await createTestEnv();
  const attachments = await openFolderAttachments({ folder, largestBytes });
  const answer = createAttachmentHandler({ ...world, attachments });
  handle = asFunction(async (request) => fitting('/api/attachments', await answer(request)));
  ({ key } = await issueKey(world.store, { kind: 'device', device }, world.now()));
  const by = { kind: 'platform' } as const;
  await registerRoom(world, { profile: aProfile(), device, enrol: true, by });
  const beat = { form: 'device', observedAt: world.now(), inMeeting: false };
  await world.send(message(world, device, beat));
  await act({ action: 'report', what: 'No sound' });
  command = await orders('collectLogs');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function act(order: Command) {
  const { advanced } = await changeRoom(world.store, world.rules(), {
    roomId: 'room-1001',
    input: { kind: 'command', actor: { kind: 'platform' }, command: order },
    via: 'tab',
    correlationId: 'c',
    now: world.now(),
  });
  if (!advanced.ok) throw new Error(advanced.rejection.code);
}

async function orders(remediation: 'collectLogs' | 'restartApp'): Promise<string> {
  await act({ action: 'remediate', signal: 'reported', remediation });
  return (await roomOf(world, device)).command?.id ?? '';
}

/** The device reports the result of the command. */
const ends = () =>
  world.send(
    message(world, device, {
      form: 'command-result',
      id: command,
      outcome: 'succeeded',
      observedAt: world.now(),
    }),
  );

type Sent = {
  readonly as?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

async function send({ as = key, headers = {}, body = 'PK the logs' }: Sent = {}) {
  const request = new functions.HttpRequest({
    method: 'POST',
    url: 'http://127.0.0.1/api/attachments',
    headers: {
      ...(as === null ? {} : { authorization: `Bearer ${as}` }),
      'x-device': device,
      'x-command': command,
      'x-attachment-name': 'Ger%C3%A4t.zip',
      ...headers,
    },
    body: typeof body === 'string' ? { string: body } : { bytes: body },
  });
  const context = new functions.InvocationContext({ functionName: 'takeAttachment' });
  const { status, jsonBody } = await handle(request, context);
  return { status, body: jsonBody, code: jsonBody.error?.code };
}

const attached = async () =>
  (await roomOf(world, device)).signals.reported?.ticket?.attachments ?? [];
const files = () => readdir(path.join(folder, '1001-1')).catch(() => []);

it('attaches the ordered logs once, as an attachment of the platform', async () => {
  const { status, body } = await send();
  expect(status).toBe(201);
  const { id } = body.attachment;
  expect(body).toEqual({ attachment: { id, name: 'Gerät.zip', sizeBytes: 11 } });
  expect(await attached()).toEqual([
    {
      id,
      name: 'Gerät.zip',
      sizeBytes: 11,
      preview: null,
      at: world.now(),
      by: null,
      via: 'platform',
      upload: command,
    },
  ]);
  const [event] = await world.store.history('room-1001', { signal: 'reported', limit: 1 });
  expect(event).toMatchObject({ by: 'platform', via: 'platform', correlationId: command });
  // The response got lost, and the device sends the file again.
  expect(await send()).toMatchObject({ status: 200, body: { attachment: null } });
  await ends();
  expect((await send()).status).toBe(200);
  expect(await files()).toEqual([id]);
});

it('attaches one file when a device sends the logs several times in parallel', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => send()));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(11);
  const [one] = await attached();
  expect(await attached()).toHaveLength(1);
  expect(await files()).toEqual([one?.id]);
});

it('accepts logs shortly after the end of the command, but not long after', async () => {
  await ends();
  world.pass(minutes(60));
  expect((await send()).status).toBe(201);
  command = await orders('collectLogs');
  await ends();
  world.pass(minutes(60) + 1);
  expect(await send()).toMatchObject({ status: 409, code: 'notOrdered' });
});

it('refuses files that were not ordered', async () => {
  const other = await issueKey(world.store, { kind: 'device', device: 'dev-2' }, world.now());
  expect(await send({ as: null })).toMatchObject({ status: 401, code: 'keyMissing' });
  expect(await send({ as: 'rpm_wrong' })).toMatchObject({ status: 401, code: 'keyUnknown' });
  expect(await send({ as: other.key })).toMatchObject({ status: 403, code: 'keyForbidden' });
  const elsewhere = { 'x-device': 'dev-2' };
  expect(await send({ as: other.key, headers: elsewhere })).toMatchObject({ code: 'notOrdered' });
  const invented = ['1001-1.9.9', '1001-2.3.1', '../1001-1.3.1', 'x'];
  for (const id of invented) {
    expect(await send({ headers: { 'x-command': id } })).toMatchObject({
      status: 409,
      code: 'notOrdered',
    });
  }
  expect((await send({ as: world.gatewayKey })).status).toBe(201);
  await ends();
  command = await orders('restartApp');
  expect(await send()).toMatchObject({ status: 409, code: 'notOrdered' });
  expect(await attached()).toHaveLength(1);
});

it.each([
  { 'x-attachment-name': '' },
  { 'x-attachment-name': '%E0%A4%A' },
  { 'x-attachment-name': 'C%3A%5C' },
  { 'x-device': 'x'.repeat(129) },
])('is refused when its headers say too little: %o', async (headers) => {
  expect(await send({ headers })).toMatchObject({ status: 400, code: 'headersMissing' });
});

it('stores nothing when the file is too large or ends early', async () => {
  const announced = { 'content-length': String(100 * 1024 * 1024 + 1) };
  expect(await send({ headers: announced })).toMatchObject({ status: 413, code: 'bodyTooLarge' });
  const tooMuch = await send({ body: new Uint8Array(largestBytes + 1) });
  expect(tooMuch).toMatchObject({ status: 413, code: 'bodyTooLarge' });
  const attachments = await openFolderAttachments({ folder });
  const answer = createAttachmentHandler({ ...world, attachments });
  async function* half() {
    yield Buffer.from('PK');
    throw new Error('aborted');
  }
  const broken = await answer({
    authorization: `Bearer ${key}`,
    correlationId: 'c',
    body: { contentEncoding: null, contentLength: null, bytes: half() },
    file: { device, command, name: 'a.zip' },
  });
  expect(broken).toMatchObject({ status: 400, jsonBody: { error: { code: 'bodyIncomplete' } } });
  expect([await attached(), await files()]).toEqual([[], []]);
});

it('refuses files without a storage, and requests a retry when the storage fails', async () => {
  async function* bytes() {
    yield Buffer.from('PK');
  }
  const request = {
    authorization: `Bearer ${key}`,
    correlationId: 'c',
    body: { contentEncoding: null, contentLength: null, bytes: bytes() },
    file: { device, command, name: 'a.zip' },
  };
  const without = createAttachmentHandler({ ...world, attachments: null });
  expect(await without(request)).toMatchObject({ status: 501 });
  const fails = () => Promise.reject(new StoreError('unavailable', 'The disk is on fire.'));
  const failing = { put: fails, get: fails, delete: fails, list: fails };
  const answer = createAttachmentHandler({ ...world, attachments: failing });
  expect(await answer(request)).toMatchObject({ status: 503 });
  expect(await attached()).toEqual([]);
});

it('reads the body to its end before it responds when the storage fails in the middle', async () => {
  let piecesRead = 0;
  async function* bytes() {
    for (let piece = 0; piece < 20; piece += 1) {
      yield Buffer.alloc(1024);
      piecesRead += 1;
    }
  }
  const fails = () => Promise.reject(new StoreError('unavailable', 'The disk is on fire.'));
  const put = async ({ content }: { content: AsyncIterable<Uint8Array> }): Promise<never> => {
    for await (const _ of content) throw new StoreError('unavailable', 'The disk is on fire.');
    return fails();
  };
  const failing = { put: (_: string, file: Parameters<typeof put>[0]) => put(file), get: fails };
  const attachments = { ...failing, delete: fails, list: fails };
  const answer = createAttachmentHandler({ ...world, attachments });
  const body = { contentEncoding: null, contentLength: null, bytes: bytes() };
  const request = { authorization: `Bearer ${key}`, correlationId: 'c', body };
  const { status, headers } = await answer({
    ...request,
    file: { device, command, name: 'a.zip' },
  });
  expect([status, headers['Connection'], piecesRead]).toEqual([503, undefined, 20]);
});

it('refuses a body without a length, which the Functions host forwards without the body', async () => {
  const request = new functions.HttpRequest({
    method: 'POST',
    url: 'http://127.0.0.1/api/attachments',
    headers: {
      authorization: `Bearer ${key}`,
      'transfer-encoding': 'chunked',
      'x-device': device,
      'x-command': command,
      'x-attachment-name': 'a.zip',
    },
  });
  const context = new functions.InvocationContext({ functionName: 'takeAttachment' });
  expect(await handle(request, context)).toMatchObject({ status: 411 });
  expect(await attached()).toEqual([]);
});
