/** `npm start` with real child processes, a real Playground and real signals. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isReachable, waitFor } from './process/waitFor.ts';
import { isPortFree } from './start/ports.ts';

const endTimeoutMs = 90_000;

type Run = { readonly child: ChildProcess; readonly said: () => string };

let dataFolder: string;
let ports: { platform: number; playground: number };
const running: ChildProcess[] = [];

beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'start-'));
  ports = { platform: await freePort(), playground: await freePort() };
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  await rm(dataFolder, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

function run(script: string, args: readonly string[], env: Record<string, string> = {}): Run {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...env },
    detached: true,
  });
  running.push(child);
  let said = '';
  const collect = (chunk: Buffer) => {
    said += chunk.toString('utf8');
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return { child, said: () => said };
}

function start(...more: string[]): Run {
  const { platform, playground } = ports;
  const where = ['--port', `${platform}`, '--playground-port', `${playground}`];
  return run('start.ts', [...where, '--data', dataFolder, ...more], { NODE_ENV: 'test' });
}

async function untilSaid(text: RegExp, { said }: Run): Promise<void> {
  await waitFor(async () => text.test(said()), endTimeoutMs, `«${text}» was never printed.`).catch(
    (error: Error) => {
      throw new Error(`${error.message} What was said:\n${said()}`);
    },
  );
}

async function codeOf({ child }: Run): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

const arePortsFree = async () =>
  (await isPortFree(ports.platform)) && (await isPortFree(ports.playground));

const logged = async (event: string) =>
  (await readFile(path.join(dataFolder, 'logs', 'start.jsonl'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '' && JSON.parse(line).event === event).length;

describe('npm start', { timeout: 2 * endTimeoutMs }, () => {
  it('starts all parts, shows a card, plays scenarios, and ends all its processes', async () => {
    const demo = start();
    await untilSaid(/Stop with Ctrl-C/, demo);
    for (const url of [
      `http://127.0.0.1:${ports.playground}/`,
      `http://127.0.0.1:${ports.platform}/tab/`,
      `http://127.0.0.1:${ports.platform}/readyz`,
    ]) {
      expect(demo.said()).toContain(url);
      expect(await isReachable(url)).toBe(true);
    }
    await waitFor(async () => (await logged('card.posted')) > 0, 30_000, 'No card was posted.');

    const wish = ['--data', dataFolder];
    const paceText = run('simulate.ts', [...wish, 'goes-silent', '--room', 'Anchor']);
    expect(await codeOf(paceText)).toBe(0);
    expect(paceText.said()).toMatch(/Anchor 1\.01 has stopped sending: in about 20 seconds/);
    const refused = run('simulate.ts', [...wish, 'goes-silent', '--room', 'Atlantis']);
    expect(await codeOf(refused)).toBe(1);
    expect(refused.said()).toContain('No room or several rooms match "Atlantis"');

    // Like Ctrl-C in a terminal: the whole process group receives the signal.
    process.kill(-(demo.child.pid ?? 0), 'SIGINT');
    expect(await codeOf(demo)).toBe(0);
    expect(demo.said()).not.toContain('unexpectedly');
    expect(await arePortsFree()).toBe(true);
    const late = run('simulate.ts', [...wish, 'recovers']);
    expect(await codeOf(late)).toBe(1);
    expect(late.said()).toContain('No demonstration is running');
  });

  it('leaves no orphans when it is killed', async () => {
    const demo = start();
    await untilSaid(/Stop with Ctrl-C/, demo);
    demo.child.kill('SIGKILL');
    await waitFor(arePortsFree, 20_000, 'A child still holds its port.');
  });

  it('names the used port, and the option for another port', async () => {
    const squatter = createServer().listen(ports.platform, '127.0.0.1');
    await once(squatter, 'listening');
    const demo = start();
    expect(await codeOf(demo)).toBe(1);
    expect(demo.said()).toMatch(
      new RegExp(`Port ${ports.platform}.+is in use.+--port ${ports.platform + 1}`),
    );
    squatter.close();
  });

  it('refuses production', async () => {
    const demo = run('start.ts', [], { NODE_ENV: 'production' });
    expect(await codeOf(demo)).toBe(1);
    expect(demo.said()).toContain('not for production');
  });
});

describe('npm run simulate', () => {
  it('lists its scenarios, also for an unknown scenario', async () => {
    const list = run('simulate.ts', ['--data', dataFolder, '--list']);
    expect(await codeOf(list)).toBe(0);
    const unknown = run('simulate.ts', ['--data', dataFolder, 'explodes']);
    expect(await codeOf(unknown)).toBe(1);
    expect(unknown.said()).toContain('There is no scenario "explodes"');
    for (const { said } of [list, unknown])
      for (const scenario of ['display-fails', 'signin-fails', 'goes-silent', 'recovers'])
        expect(said()).toContain(scenario);
  });
});
