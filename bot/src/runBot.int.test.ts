/** The bot as its own process runs it: on a store others write to, without sign-in and with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PeopleAnswer } from '@rooms-pro/core/contracts';
import { openCosmosStore } from '@rooms-pro/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCosmosDouble } from '../../store/src/cosmosDouble/double.suite.ts';
import { onDouble } from '../../store/src/cosmosTrial.suite.ts';
import { readDeployedConfig } from './config.ts';
import { createLog } from './log.ts';
import { type RunningBot, runBot } from './runBot.ts';
import { openIssuer } from './signIn/issuer.suite.ts';

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

  it.each(['/api/me', '/api/rooms', '/api/stream'])('lets nobody in at %s', async (route) => {
    const answer = await fetch(`${bot.url}${route}`, { headers: { 'x-acting-person': 'mara' } });
    expect(answer.status).toBe(501);
    expect(await answer.json()).toMatchObject({ error: { code: 'signInNotConfigured' } });
  });

  it('lets nobody in to act either', async () => {
    const answer = await fetch(`${bot.url}/api/commands`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(501);
  });

  it('can be stopped while it rests between two looks at the feed', async () => {
    const stopped = Promise.race([bot.stop().then(() => 'stopped'), wait(10_000, 'hangs')]);
    expect(await stopped).toBe('stopped');
  });
});

describe('bots that people sign in to', () => {
  it('let in whom a manager lets in, at the one where it is said and soon at the other', async () => {
    const issuer = await openIssuer();
    const double = await startCosmosDouble();
    await (await openCosmosStore(onDouble(double))).close();
    const shared = { COSMOS_ENDPOINT: double.endpoint, COSMOS_KEY: double.key, STORE_FILE: '' };
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
      await double.stop();
      await issuer.close();
    }
  });
});
