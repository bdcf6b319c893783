/** The bot as a separate process, on a store that others also write to, without sign-in and with it. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PeopleAnswer } from '@rooms-pro/core/contracts';
import { openCosmosStore } from '@rooms-pro/store';
import { startFakeCosmos } from '@rooms-pro/testing/cosmos';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onFakeCosmos } from '../../../store/src/cosmos/cosmosTrial.suite.ts';
import { readDeployedConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { openIssuer } from '../signIn/issuer.suite.ts';
import { type RunningBot, runBot } from './run.ts';

let folder: string;
let bot: RunningBot;

function run(env: Readonly<Record<string, string>> = {}): Promise<RunningBot> {
  const config = readDeployedConfig({
    NODE_ENV: 'test',
    PORT: '0',
    STORE_FILE: path.join(folder, 'rooms.sqlite'),
    PUBLIC_ORIGIN: 'https://rooms.example.com',
    ...env,
  });
  return runBot({ config, log: createLog('silent'), tabDirectory: folder });
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-run-'));
  bot = await run();
});
afterEach(async () => {
  await bot.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a bot that runs by itself', () => {
  it('is alive, and ready with its rooms and the store', async () => {
    expect(await (await fetch(`${bot.url}/healthz`)).json()).toEqual({ status: 'alive' });
    const ready = await fetch(`${bot.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', rooms: 0, waitingCards: 0 },
    ]);
  });

  it.each(['/api/me', '/api/rooms', '/api/stream'])(
    'rejects every request to %s',
    async (route) => {
      const answer = await fetch(`${bot.url}${route}`, { headers: { 'x-acting-person': 'mara' } });
      expect(answer.status).toBe(501);
      expect(await answer.json()).toMatchObject({ error: { code: 'signInNotConfigured' } });
    },
  );

  it('rejects every action', async () => {
    const answer = await fetch(`${bot.url}/api/commands`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(501);
  });

  it('can be stopped between two reads of the feed', async () => {
    const stopped = Promise.race([bot.stop().then(() => 'stopped'), wait(10_000, 'hangs')]);
    expect(await stopped).toBe('stopped');
  });
});

/** The log lines of a bot, and a promise of the next line of an event. */
function openLog() {
  const lines: { event: string; port?: number; code?: string; sentence?: string }[] = [];
  const log = createLog('info', { write: (line: string) => lines.push(JSON.parse(line)) });
  const said = async (event: string) => {
    const find = () => lines.findLast((line) => line.event === event);
    await vi.waitUntil(() => find() !== undefined, { timeout: 30_000, interval: 50 });
    return find();
  };
  return { log, lines, said };
}

const env = (more: Readonly<Record<string, string>>) =>
  readDeployedConfig({ NODE_ENV: 'test', PORT: '0', ...more });

describe('a bot whose account is unreachable at the start', () => {
  it('responds at once with the reason, and serves as soon as the account is reachable', async () => {
    const fakeCosmos = await startFakeCosmos();
    const { log, said, lines } = openLog();
    const config = env({ COSMOS_ENDPOINT: fakeCosmos.endpoint, COSMOS_KEY: fakeCosmos.key });
    // The account is still empty, as before the end of the first deployment.
    const starting = runBot({ config, log, tabDirectory: folder });
    const { port } = (await said('bot.listening')) ?? {};
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(503);
    expect(await said('store.awaited')).toMatchObject({
      code: 'missing',
      sentence: expect.stringContaining('does not exist'),
    });
    expect(lines.some((line) => 'err' in line)).toBe(false);
    expect(await (await get('/readyz')).json()).toEqual({ status: 'storeUnreachable' });
    expect((await get('/api/rooms')).status).toBe(503);
    await (await openCosmosStore(onFakeCosmos(fakeCosmos))).close();
    const late = await starting;
    expect(late.url).toBe(`http://127.0.0.1:${port}`);
    expect((await get('/readyz')).status).toBe(200);
    await late.stop();
    await fakeCosmos.stop();
  }, 60_000);

  it('ends at once after the signal', async () => {
    const fakeCosmos = await startFakeCosmos();
    const { log, said } = openLog();
    const config = env({ COSMOS_ENDPOINT: fakeCosmos.endpoint, COSMOS_KEY: fakeCosmos.key });
    const stopping = new AbortController();
    const { signal } = stopping;
    const starting = runBot({ config, log, tabDirectory: folder, signal });
    const ended = expect(starting).rejects.toThrow();
    const { port } = (await said('bot.listening')) ?? {};
    await said('store.awaited');
    stopping.abort();
    await ended;
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
    await fakeCosmos.stop();
  });
});

describe('a bot on a file that is not a store', () => {
  it('ends with a sentence and does not wait', async () => {
    const file = path.join(folder, 'letter.txt');
    await writeFile(file, 'This is no database. '.repeat(100));
    const { log } = openLog();
    const starting = runBot({ config: env({ STORE_FILE: file }), log, tabDirectory: folder });
    await expect(starting).rejects.toThrow(/letter\.txt is /);
  });
});

describe('a bot that is stopped', () => {
  it('passes the sending to another process and ends, although strangers have open connections', async () => {
    const fakeCosmos = await startFakeCosmos();
    await (await openCosmosStore(onFakeCosmos(fakeCosmos))).close();
    const config = env({ COSMOS_ENDPOINT: fakeCosmos.endpoint, COSMOS_KEY: fakeCosmos.key });
    const { log, lines, said } = openLog();
    const one = await runBot({ config, log, tabDirectory: folder });
    await said('sender.began');
    const socket = connect(Number(new URL(one.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    const { host } = new URL(one.url);
    const head = ['POST /api/messages HTTP/1.1', `Host: ${host}`, 'Content-Type: application/json'];
    socket.write(`${[...head, 'Content-Length: 9'].join('\r\n')}\r\n\r\n{`);
    const closed = once(socket, 'close');
    // The response on another connection shows that the earlier bytes have arrived.
    await fetch(`${one.url}/healthz`);
    const stopped = Promise.race([one.stop().then(() => 'stopped'), wait(20_000, 'hangs')]);
    await said('sender.ended');
    expect(lines.some(({ event }) => event === 'bot.stopped')).toBe(false);
    expect(socket.destroyed).toBe(false);
    expect(await stopped).toBe('stopped');
    await closed;
    await fakeCosmos.stop();
  }, 40_000);
});

describe('bots that people sign in to', () => {
  it('give access to a person whom a manager adds, at once in one process and soon in the other', async () => {
    const issuer = await openIssuer();
    const fakeCosmos = await startFakeCosmos();
    await (await openCosmosStore(onFakeCosmos(fakeCosmos))).close();
    const shared = {
      COSMOS_ENDPOINT: fakeCosmos.endpoint,
      COSMOS_KEY: fakeCosmos.key,
      STORE_FILE: '',
    };
    const [manager, lena] = ['1', '2'].map(
      (digit) => `00000000-0000-4000-8000-00000000000${digit}`,
    );
    if (!manager || !lena) throw new Error('Two people are needed.');
    const [one, other] = await Promise.all(
      [0, 1].map(() => run({ ...issuer.env, ...shared, MANAGER_IDS: manager })),
    );
    if (!one || !other) throw new Error('Two bots are needed.');
    const ask = async (at: RunningBot, as: string, route: string, init: RequestInit = {}) => {
      const authorization = `Bearer ${await issuer.token(as)}`;
      const headers = { authorization, 'content-type': 'application/json' };
      return fetch(`${at.url}${route}`, { ...init, headers });
    };
    try {
      expect((await fetch(`${one.url}/api/me`)).status).toBe(401);
      expect((await ask(one, lena, '/api/rooms')).status).toBe(403);
      const page = await ask(other, manager, '/api/settings/people');
      const { etag, people, waiting } = (await page.json()) as PeopleAnswer;
      expect(waiting.map(({ id }) => id)).toEqual([lena]);
      const list = people.map(({ isFixed: _, ...person }) => person);
      const added = { id: lena, name: 'Lena', role: 'lead', groups: ['west'] };
      const body = JSON.stringify({ etag, people: [...list, added] });
      const put = await ask(other, manager, '/api/settings/people', { method: 'PUT', body });
      expect(put.status).toBe(200);
      expect((await ask(other, lena, '/api/rooms')).status).toBe(200);
      await vi.waitUntil(async () => (await ask(one, lena, '/api/rooms')).status === 200, {
        timeout: 20_000,
        interval: 200,
      });
    } finally {
      await one.stop();
      await other.stop();
      await fakeCosmos.stop();
      await issuer.close();
    }
  });
});
