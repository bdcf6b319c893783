/** The packed bot under attack by senders who sign in nowhere, and by one who does. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenRequests, sendBroken } from '../../../test/attacks/brokenRequests.suite.ts';
import { packBot } from './deployables.ts';
import { runBotProgram, unpack } from './packageStory.ts';

let folder: string;
const at = (...parts: string[]) => path.join(folder, ...parts);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-attacks-'));
  await mkdir(at('tab', 'assets'), { recursive: true });
  await writeFile(at('tab', 'index.html'), '<!doctype html><title>The tab</title>');
  const bot = await packBot(at('dist'), at('tab'));
  await unpack(bot.zip, at('bot'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = () => ({ NODE_ENV: 'test', PORT: '0', STORE_FILE: at('rooms.sqlite') });

describe('broken requests', () => {
  it('are each answered, and the process stays alive', async () => {
    const bot = await runBotProgram(at('bot'), settings());
    const port = Number(new URL(bot.url).port);
    const requests = ['/', '/healthz', '/tab/', '/api/messages'].flatMap(brokenRequests);
    const wrong: string[] = [];
    for (const request of requests) {
      const status = await sendBroken(port, request);
      if (status < 100 || status >= 500) wrong.push(`${status}: ${request.name}`);
    }
    expect(wrong).toEqual([]);
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    expect(await bot.stop()).toBe(0);
  }, 120_000);
});
