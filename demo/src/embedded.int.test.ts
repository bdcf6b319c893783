/** The embedded platform over real HTTP and a real file: telemetry in, incident out, restart. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { createLog as createBotLog } from '@rooms-pro/bot';
import { createLog, issueEnrolmentCode } from '@rooms-pro/ingest';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fetchFitting } from '../../bot/src/api/checkResponses.suite.ts';
import type { DemoKeys } from './demoKeys.ts';
import { type Embedded, startEmbedded } from './embedded.ts';
import { startFleet } from './fleet/fleet.ts';
import { waitFor } from './process/waitFor.ts';
import { seedDemo } from './seedDemo.ts';
import { findScenario } from './stories/stories.ts';

const now = () => new Date().toISOString();

let dataFolder: string;
let embedded: Embedded;
let keys: DemoKeys;

/** At this pace, five minutes of the rules take one second. */
const pace = 300;

async function open(): Promise<void> {
  embedded = await startEmbedded({
    dataFolder,
    port: 0,
    pace,
    log: createLog('silent'),
    botLog: createBotLog('silent'),
  });
  const { store, rules } = embedded;
  keys = await seedDemo({ store, rules, now, dataFolder });
}

beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'embedded-'));
  await open();
});
afterEach(async () => {
  await embedded.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

async function ask(pathname: string) {
  const response = await fetchFitting(`${embedded.url}${pathname}`);
  return { status: response.status, body: await response.json() };
}

function post(body: BodyInit, headers: Record<string, string> = {}) {
  const authorization = `Bearer ${keys.gateway}`;
  const url = `${embedded.url}/api/telemetry`;
  return fetchFitting(url, { method: 'POST', headers: { authorization, ...headers }, body });
}

const message = (device: string, ...items: object[]) =>
  JSON.stringify({ device, sentAt: now(), seq: 1, items });

it('seeds forty rooms once, and stores their keys for the owner only', async () => {
  const before = keys;
  const { store, rules } = embedded;
  expect(await seedDemo({ store, rules, now, dataFolder })).toEqual(before);
  expect(before.rooms.length).toBe(40);
  expect(new Set(before.rooms.map(({ number }) => number)).size).toBe(40);
  const { mode } = await stat(path.join(dataFolder, 'demo-keys.json'));
  expect(mode & 0o777).toBe(0o600);
});

it('accepts plain and compressed telemetry, and responds to invalid telemetry', async () => {
  const room = keys.rooms[2]?.device ?? '';
  const reading = { form: 'reading', signal: 'camera', state: 'healthy', observedAt: now() };
  const plain = await post(message(room, reading));
  expect(plain.status).toBe(200);
  expect(await plain.json()).toMatchObject({ results: [{ items: [{ verdict: 'applied' }] }] });
  const packed = await post(gzipSync(message(room, reading)), { 'content-encoding': 'gzip' });
  expect(await packed.json()).toMatchObject({
    results: [{ items: [{ verdict: expect.stringMatching(/duplicate|unchanged/) }] }],
  });
  expect((await post(message(room), { authorization: 'Bearer nobody' })).status).toBe(401);
  expect((await post('no json')).status).toBe(400);
});

it('responds to a body that is too large instead of closing the connection', async () => {
  const refused = await post('x'.repeat(2_000_000));
  expect(refused.status).toBe(413);
  expect((await post(message(keys.rooms[0]?.device ?? ''))).status).toBe(200);
});

it('stops during an upload, and keeps no part of the file', async () => {
  const room = keys.rooms[0];
  if (!room) throw new Error('There is no room.');
  const command = (target: object, action: object) =>
    fetchFitting(`${embedded.url}/api/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ targets: [target], action }),
    });
  const roomId = `room-${room.number}`;
  await command({ room: roomId }, { action: 'enrol' });
  await command({ room: roomId }, { action: 'report', what: 'No sound' });
  const { body } = await ask('/api/incidents?limit=100');
  const row = body.rows.find(({ ticket }: { ticket: string }) =>
    ticket.startsWith(`${room.number}-`),
  );
  const target = `/api/tickets/${row.ticket}/attachments`;
  const headers = { 'x-attachment-name': 'film.mp4', 'content-length': '1000000' };
  const upload = request(`${embedded.url}${target}`, { method: 'POST', headers });
  upload.on('error', () => undefined);
  upload.write(Buffer.alloc(100_000));
  const underWay = () => readdir(path.join(dataFolder, 'attachments', 'underWay'));
  await waitFor(async () => (await underWay()).length === 1, 10_000, 'Nothing comes.');
  await embedded.stop();
  expect(await underWay()).toEqual([]);
  await open();
});

it('ends long uploads of logs without a key', async () => {
  const socket = connect(Number(new URL(embedded.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  const closed = new Promise<void>((done) => {
    socket.once('close', () => done());
  });
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.write('POST /api/attachments HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000000\r\n\r\n');
  await closed;
  expect(answer).toMatch(/^HTTP\/1\.1 401/);
});

it('exchanges an enrolment code for a key, renews the key, and accepts the webhook', async () => {
  const { code } = await issueEnrolmentCode(embedded.store, { by: 'platform', now: now() });
  const to = (pathname: string, body: string, authorization = '') =>
    fetchFitting(`${embedded.url}${pathname}`, {
      method: 'POST',
      headers: { authorization },
      body,
    });
  const enrolment = JSON.stringify({ code: code.toLowerCase(), device: 'new-1' });
  const enrolled = await to('/api/enrol', enrolment);
  const { key } = (await enrolled.json()) as { key: string };
  const heard = await to('/api/telemetry', message('new-1'), `Bearer ${key}`);
  expect([enrolled.status, heard.status]).toEqual([200, 200]);
  const renewed = await to('/api/rotate-key', '', `Bearer ${key}`);
  const next = (await renewed.json()) as { key: string };
  expect((await to('/api/telemetry', message('new-1'), `Bearer ${next.key}`)).status).toBe(200);
  expect((await to('/api/telemetry', message('new-1'), `Bearer ${key}`)).status).toBe(401);
  const state = {
    DeviceId: 'new-1',
    MetricValues: { DeviceHealthStatus: 'offline' },
    AlertRaisedAt: now(),
  };
  const told = await to(`/api/device-state?key=${keys.gateway}`, JSON.stringify(state));
  expect(told.status).toBe(200);
  expect((await to('/api/device-state', JSON.stringify(state))).status).toBe(401);
});

it('opens an incident for a report of a simulated room, and loads it after a restart', async () => {
  const scenario = findScenario('microphone-and-displays');
  const room = keys.rooms.find(({ name }) => name.startsWith('Gannet')) ?? null;
  if (scenario === null || room === null) throw new Error('The scenario has no room.');
  const refused: string[] = [];
  const fleet = startFleet({
    origin: embedded.url,
    rooms: keys.rooms,
    pace,
    seed: 1,
    hasLoop: true,
    onScenario: () => undefined,
    onEvent: (device, event) => {
      if (event === 'telemetry.keyRefused' || event === 'message.setAside') refused.push(device);
    },
  });
  try {
    expect((await fleet.play(scenario, room)).sentence).toContain('Gannet');
    const isOpen = async () => {
      const { body } = await ask('/api/incidents?limit=100');
      const rows = body.rows as { ticket: string; signal: string }[];
      return rows.some(
        ({ ticket, signal }) => ticket.startsWith(`${room.number}-`) && signal === 'display:1',
      );
    };
    await waitFor(isOpen, 20_000, 'No incident opened.');
    await fleet.stop();
    await embedded.stop();
    await open();
    expect(await isOpen()).toBe(true);
    expect(refused).toEqual([]);
  } finally {
    await fleet.stop();
  }
});
