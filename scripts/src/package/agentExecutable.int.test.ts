/** The executable of the Monitoring Software runs without Node: it enrols, sends and shows its state. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createLog as createBotLog } from '@rooms-pro/bot';
import { createLog, issueEnrolmentCode } from '@rooms-pro/ingest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Embedded, startEmbedded } from '../../../demo/src/embedded.ts';
import { waitFor } from '../../../demo/src/process/waitFor.ts';
import { packAgent, UnusableNode } from './agentExecutable.ts';

const isLinux = process.platform === 'linux';
const patienceMs = 25_000;
let folder: string;
const at = (...parts: string[]) => path.join(folder, ...parts);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'agent-executable-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!isLinux)(`the executable${isLinux ? '' : ' (skipped: not on Linux)'}`, () => {
  let agent: string;
  let platform: Embedded;
  let service: ChildProcess | null = null;

  beforeAll(async () => {
    agent = await packAgent(at('dist'));
    platform = await startEmbedded({
      dataFolder: at('platform'),
      port: 0,
      pace: 1,
      log: createLog('silent'),
      botLog: createBotLog('silent'),
    });
  });
  afterAll(async () => {
    service?.kill('SIGKILL');
    await platform.stop();
  });

  /** Nothing of this machine is in the path, and no setting for Node takes effect. */
  const env = { PATH: '', NODE_OPTIONS: '--no-such-option' };
  const call = (...args: string[]) =>
    new Promise<{ code: unknown; said: string }>((resolve) => {
      execFile(agent, args, { env }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, said: `${stdout}${stderr}` }),
      );
    });

  it('names itself in its help, and prints nothing else', async () => {
    const { code, said } = await call('help');
    expect(code).toBe(0);
    expect(said).toMatch(/^Rooms Pro Management, Monitoring Software/);
    expect(said).toContain('\n  agent <command>');
  });

  it('enrols, sends its telemetry and shows its state, with its settings beside it', async () => {
    const { store, url } = platform;
    const now = new Date().toISOString();
    const { code } = await issueEnrolmentCode(store, { by: 'platform', now });
    const enrolled = await call('enrol', '--server', url, '--device', 'mtr-1', '--code', code);
    expect(enrolled).toMatchObject({ code: 0, said: expect.stringContaining('Enrolled as') });
    const settings = path.join(path.dirname(agent), 'agent.json');
    const more = { beatEveryMs: 1_000, logSource: { kind: 'none' }, cleanUpFolders: [] };
    await writeFile(
      settings,
      JSON.stringify({ ...JSON.parse(await readFile(settings, 'utf8')), ...more }),
    );
    const started = spawn(agent, ['run'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    service = started;
    const ended = new Promise((resolve) => started.once('exit', resolve));
    let said = '';
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (data: Buffer) => {
        said += data.toString();
      });
    await waitFor(
      async () => (await call('status')).code === 0,
      patienceMs,
      `It sends nothing.\n${said}`,
    );
    const { said: state } = await call('status');
    expect(state).toContain(`Device mtr-1 at ${url}`);
    expect(state).toContain('The platform confirms the messages.');
    expect((await call('self-test')).code).toBe(0);
    started.kill('SIGTERM');
    expect(await ended, said).toBe(0);
  });
});

describe('another file in place of Node', () => {
  it.each([
    ['is missing', null, 'cannot be read'],
    ['is no program', 'text', 'is not a program for Linux or Windows'],
    ['is another version', `MZ/node-v1.2.3-headers.tar.gz`, `is not Node ${process.version}`],
    [
      'cannot contain a program',
      `MZ/node-${process.version}-headers.tar.gz`,
      `is not Node ${process.version}`,
    ],
  ])('that %s is refused, and leaves no executable', async (_, content, sentence) => {
    const node = at('node.exe');
    await rm(node, { force: true });
    if (content !== null) await writeFile(node, content);
    const packing = packAgent(at('other'), node);
    await expect(packing).rejects.toThrow(UnusableNode);
    await expect(packing).rejects.toThrow(sentence);
    await expect(readFile(at('other', 'agent', 'agent.exe'))).rejects.toThrow('ENOENT');
  });
});
