/** The bot as its own process runs it: on a store others write to, with nobody signed in. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDeployedConfig } from './config.ts';
import { createLog } from './log.ts';
import { type RunningBot, runBot } from './runBot.ts';

let folder: string;
let bot: RunningBot;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-run-'));
  const config = readDeployedConfig({
    NODE_ENV: 'test',
    PORT: '0',
    STORE_FILE: path.join(folder, 'rooms.sqlite'),
    PUBLIC_ORIGIN: 'https://rooms.example.com',
  });
  bot = await runBot({ config, log: createLog('silent'), tabDirectory: folder });
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
