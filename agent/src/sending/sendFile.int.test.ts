/** Sends a file to a platform that accepts it, is busy, refuses it, or is unreachable. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { link, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AgentEvent } from '../log.ts';
import { createTransport } from '../net/transport.ts';
import { createSendFile } from './sendFile.ts';

const order = { id: '1-1.4.1', expiresAt: '2026-11-22T08:15:00.000Z' };
let folder: string;
let file: string;
let server: Server;
let answers: {
  readonly status: number;
  readonly sentence?: string;
  readonly retryAfter?: string;
}[];
let got: { readonly headers: IncomingHttpHeaders; readonly sha: string; readonly bytes: number }[];
let events: AgentEvent[];
let pacing: number[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'agent-file-'));
  file = path.join(folder, 'Logs für Raum 4.zip');
  [answers, got, events, pacing] = [[], [], [], []];
  server = createServer(async (request, response) => {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of request) {
      hash.update(piece);
      bytes += piece.length;
    }
    got.push({ headers: request.headers, sha: hash.digest('hex'), bytes });
    const { status, sentence, retryAfter = '' } = answers.shift() ?? { status: 201 };
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(retryAfter === '' ? {} : { 'retry-after': retryAfter }),
    });
    response.end(JSON.stringify(sentence === undefined ? {} : { error: { sentence } }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

function send(now = '2026-11-22T08:00:00.000Z'): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const sendFile = createSendFile({
    server: `http://127.0.0.1:${port}`,
    device: 'mtr-1',
    key: () => 'rpm_key',
    fetch: createTransport({ proxy: null }),
    now: () => new Date(now),
    random: () => 1,
    wait: async (ms) => {
      pacing.push(ms);
    },
    stopped: new AbortController().signal,
    onEvent: (event) => events.push(event),
  });
  return sendFile(file, order);
}

it('is sent unchanged, with the id of its command', async () => {
  const content = Buffer.alloc(3_000_000, 'log ');
  await writeFile(file, content);
  expect(await send()).toBe('The logs are attached to the ticket.');
  expect(got).toMatchObject([
    {
      bytes: content.length,
      sha: createHash('sha256').update(content).digest('hex'),
      headers: {
        authorization: 'Bearer rpm_key',
        'content-length': String(content.length),
        'x-device': 'mtr-1',
        'x-command': '1-1.4.1',
        'x-attachment-name': 'Logs%20f%C3%BCr%20Raum%204.zip',
      },
    },
  ]);
  expect(events).toEqual(['logs.sent']);
});

it('is sent again while the platform is busy, with growing pauses', async () => {
  await writeFile(file, 'PK');
  answers = [{ status: 503, sentence: 'Later.' }, { status: 502 }, { status: 200 }];
  expect(await send()).toBe('The logs are attached to the ticket.');
  expect(got.map(({ bytes }) => bytes)).toEqual([2, 2, 2]);
  expect(pacing).toEqual([1_000, 2_000]);
});

it('stays on the device when the platform refuses it, and the reason is returned', async () => {
  await writeFile(file, 'PK');
  answers = [{ status: 409, sentence: 'The ticket takes no more files.' }];
  expect(await send()).toBe(
    'The logs could not be sent and stay on the device as Logs für Raum 4.zip: The ticket takes no more files.',
  );
  expect([got.length, events]).toEqual([1, ['logs.kept']]);
});

it('stays on the device after a few attempts, and when the command has expired', async () => {
  await writeFile(file, 'PK');
  answers = Array.from({ length: 9 }, () => ({ status: 503 }));
  expect(await send()).toContain('status 503');
  expect(got).toHaveLength(5);
  answers = Array.from({ length: 9 }, () => ({ status: 503 }));
  expect(await send(order.expiresAt)).toContain('status 503');
  expect(got).toHaveLength(6);
});

it('is not sent when it is too large or missing', async () => {
  await writeFile(file, '');
  await truncate(file, 100 * 1024 * 1024 + 1);
  expect(await send()).toContain('it has 101 MB');
  await rm(file);
  expect(await send()).toContain('ENOENT');
  expect(got).toEqual([]);
});

it('waits as long as the platform requests, and also when it requests no pause', async () => {
  await writeFile(file, 'PK');
  const sentence = 'This device sends too much.';
  answers = [
    { status: 429, sentence, retryAfter: '60' },
    { status: 429, sentence, retryAfter: '0' },
    { status: 503, sentence, retryAfter: 'Sun, 22 Nov 2026 08:00:30 GMT' },
    { status: 408, sentence },
  ];
  expect(await send()).toBe('The logs are attached to the ticket.');
  expect(pacing).toEqual([90_000, 2_000, 60_000, 8_000]);
});

it('is not sent when its name may lead to another file', async () => {
  const outside = path.join(folder, 'outside');
  await mkdir(outside);
  await writeFile(path.join(outside, 'logs.zip'), 'secret');
  const aside = path.join(folder, 'second.zip');
  await symlink(path.join(outside, 'logs.zip'), file);
  expect(await send()).toContain('this is not a plain file');
  await rm(file);
  await link(path.join(outside, 'logs.zip'), file);
  expect(await send()).toContain('this is not a plain file');
  await symlink(outside, aside);
  file = path.join(aside, 'logs.zip');
  expect(await send()).toContain('is a link, or its path contains a link');
  expect(got).toEqual([]);
});
