/** The routes of ingest in the embedded platform, with hostile senders: without a key, or with endless bodies. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createLog as createBotLog } from '@rooms-pro/bot';
import { createLog } from '@rooms-pro/ingest';
import { issueKey } from '@rooms-pro/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { brokenRequests, sendBroken } from '../../test/attacks/brokenRequests.suite.ts';
import { openRaw, statusIn } from '../../test/attacks/rawConnection.suite.ts';
import { type Embedded, startEmbedded } from './embedded.ts';

let dataFolder: string;
let embedded: Embedded;
let port: number;
let key: string;
beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'mount-ingest-'));
  const logs = { log: createLog('silent'), botLog: createBotLog('silent') };
  embedded = await startEmbedded({ dataFolder, port: 0, pace: 1, ...logs });
  port = Number(new URL(embedded.url).port);
  const now = new Date().toISOString();
  ({ key } = await issueKey(embedded.store, { kind: 'gateway', name: 'test' }, now));
});
afterAll(async () => {
  await embedded.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

const piece = `10000\r\n${' '.repeat(0x10000)}\r\n`;
const next = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';

it.each([
  ['/api/enrol', false, 413],
  ['/api/telemetry', false, 401],
  ['/api/telemetry', true, 413],
  ['/api/rotate-key', false, 401],
  ['/api/rotate-key', true, 403],
  ['/api/device-state', false, 401],
  ['/api/device-state', true, 413],
  ['/api/attachments', false, 401],
  ['/api/attachments', true, 400],
] as const)(
  'a body that %s (with a key: %s) leaves early leaves its connection usable',
  async (at, hasKey, status) => {
    const head = [`POST ${at} HTTP/1.1`, 'Host: x', 'Transfer-Encoding: chunked'];
    if (hasKey) head.push(`Authorization: Bearer ${key}`);
    const connection = await openRaw(port, `${head.join('\r\n')}\r\n\r\n`);
    const send = (bytes: string) => new Promise((sent) => connection.socket.write(bytes, sent));
    for (let n = 0; n < 6; n += 1) await send(piece);
    await send(`0\r\n\r\n${next}`);
    const text = await connection.until((all) => all.includes('alive'));
    expect([statusIn(text), text]).toEqual([status, expect.stringContaining('alive')]);
    connection.socket.destroy();
  },
);

it('broken requests each get a response, and the process stays alive', async () => {
  const wrong: string[] = [];
  for (const one of ['/api/telemetry', '/api/attachments'].flatMap(brokenRequests)) {
    const status = await sendBroken(port, one);
    if (status < 100 || status >= 500) wrong.push(`${status}: ${one.name}`);
  }
  expect(wrong).toEqual([]);
  expect((await fetch(`${embedded.url}/healthz`)).status).toBe(200);
});
