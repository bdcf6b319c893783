/**
 * The Monitoring Software as it is delivered, against the real platform: the bundled file as a
 * process of its own, a log that grows while the platform is down, a power cut, a command line.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { appendFile, chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createLog as createBotLog } from '@rooms-pro/bot';
import type { Command, RoomId } from '@rooms-pro/core';
import type { CommandsAnswer, TicketDetail } from '@rooms-pro/core/contracts';
import { createLog, issueEnrolmentCode, issueKey, registerRoom } from '@rooms-pro/ingest';
import { changeRoom } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';
import { build } from 'rolldown';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import bundle from '../agent/rolldown.config.ts';
import { type Embedded, startEmbedded } from '../demo/src/embedded.ts';
import { hardwareEvent, healthyCondition } from '../demo/src/fleet/events.ts';
import { waitFor } from '../demo/src/process/waitFor.ts';

const device = 'mtr-e2e-01';
/** The Node that runs the bundle; AGENT_NODE=<path> tries another one. */
const node = process.env['AGENT_NODE'] ?? process.execPath;
const now = () => new Date().toISOString();
const patienceMs = 25_000;
const report: Command = { action: 'report', what: 'No sound' };

let built: string;
let agentFile: string;
let folder: string;
let embedded: Embedded | null = null;
let child: ChildProcess | null = null;
let roomId: RoomId;
let port: number;

beforeAll(async () => {
  built = await mkdtemp(path.join(os.tmpdir(), 'agent-built-'));
  agentFile = path.join(built, 'agent.cjs');
  const cwd = fileURLToPath(new URL('../agent/', import.meta.url));
  await build({ ...bundle, cwd, output: { ...bundle.output, file: agentFile } });
});
afterAll(() => rm(built, { recursive: true, force: true }));

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'agent-'));
});
afterEach(async () => {
  await end();
  await embedded?.stop();
  embedded = null;
  await rm(folder, { recursive: true, force: true });
});

async function startPlatform(onPort = 0, pace = 1): Promise<Embedded> {
  embedded = await startEmbedded({
    dataFolder: path.join(folder, 'platform'),
    port: onPort,
    pace,
    log: createLog('silent'),
    botLog: createBotLog('silent'),
  });
  port = Number(new URL(embedded.url).port);
  return embedded;
}

async function stopPlatform(): Promise<void> {
  await embedded?.stop();
  embedded = null;
}

/** A room with a device and its key, and settings for the Monitoring Software of that device. */
async function prepare({ store, rules, url }: Embedded): Promise<void> {
  const profile = aProfile({ name: 'E2E', timeZone: 'Etc/UTC' });
  const by = { kind: 'platform' } as const;
  const made = await registerRoom({ store, rules, now }, { profile, device, enrol: true, by });
  roomId = made.roomId;
  const { key } = await issueKey(store, { kind: 'device', device }, now());
  await writeFile(path.join(folder, 'agent.key'), JSON.stringify({ device, key }), { mode: 0o600 });
  await writeSettings({ server: url });
}

async function writeSettings(more: Readonly<Record<string, unknown>>): Promise<void> {
  const settings = {
    server: `http://127.0.0.1:${port}`,
    device,
    logSource: { kind: 'file', path: 'events.jsonl' },
    logEveryMs: 100,
    beatEveryMs: 1_000,
    ...more,
  };
  await writeFile(path.join(folder, 'agent.json'), JSON.stringify(settings));
}

const lines: string[] = [];
function begin(): ChildProcess {
  lines.length = 0;
  const args = [agentFile, 'run', '--settings', path.join(folder, 'agent.json')];
  const started = spawn(node, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  started.stdout?.on('data', (data: Buffer) => lines.push(...data.toString().split('\n')));
  started.stderr?.on('data', (data: Buffer) => lines.push(data.toString()));
  child = started;
  return started;
}

async function end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const ending = child;
  child = null;
  if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
  const gone = new Promise((resolve) => ending.once('exit', resolve));
  ending.kill(signal);
  await gone;
}

const identity = {
  device,
  displayName: 'E2E',
  displays: 1,
  usesSkype: false,
  address: '192.0.2.7',
};

/** The n-th event of the log: the microphone is missing at odd ones. */
function logLine(n: number): string {
  const condition = { ...healthyCondition, missingDisplays: 1, hasMicrophone: n % 2 === 0 };
  const timeCreated = new Date(startMs + n * 1_000).toISOString();
  const event = hardwareEvent(identity, condition);
  return `${JSON.stringify({ recordId: n, timeCreated, event })}\n`;
}
const startMs = Date.now() - 3_600_000;

async function writeLog(from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n += 1)
    await appendFile(path.join(folder, 'events.jsonl'), logLine(n));
}

/** The changes of the microphone's signal, oldest first, and readings that came too late. */
async function heard(): Promise<{ at: string; state: string }[]> {
  const events = (await embedded?.store.history(roomId, { limit: 500 })) ?? [];
  return events
    .flatMap(({ changes }) => changes)
    .filter((change) => 'signal' in change && change.signal === 'conference-microphone')
    .flatMap((change) => {
      if (change.type === 'reading.late') return [{ at: change.observedAt, state: 'late' }];
      return change.type === 'reading.changed'
        ? [{ at: change.observedAt, state: change.after }]
        : [];
    })
    .sort((one, other) => one.at.localeCompare(other.at));
}

function expected(from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    at: new Date(startMs + (from + index) * 1_000).toISOString(),
    state: (from + index) % 2 === 0 ? 'healthy' : 'unhealthy',
  }));
}

async function hears(count: number): Promise<void> {
  await waitFor(
    async () => (await heard()).length >= count,
    patienceMs,
    `Only some of ${count} readings arrived.\n${lines.slice(-20).join('\n')}`,
  );
}

describe('the Monitoring Software as a process', () => {
  it('sends everything once and in order, although the platform was down meanwhile', async () => {
    await prepare(await startPlatform());
    await writeLog(1, 10);
    begin();
    await hears(10);
    await stopPlatform();
    await writeLog(11, 40);
    await waitFor(
      async () => lines.some((line) => line.includes('telemetry.deferred')),
      patienceMs,
      'It did not notice that the platform is down.',
    );
    await startPlatform(port);
    await hears(40);
    expect(await heard()).toEqual(expected(1, 40));
    const devices = (await embedded?.store.room(roomId))?.value.devices;
    expect(JSON.stringify(devices)).toContain('1.0.0');
  });

  it('loses nothing and doubles nothing when it is killed again and again', async () => {
    await prepare(await startPlatform());
    for (let round = 0; round < 5; round += 1) {
      begin();
      await writeLog(round * 8 + 1, round * 8 + 8);
      await hears(round * 8 + 1);
      await end('SIGKILL');
    }
    begin();
    await hears(40);
    expect(await heard()).toEqual(expected(1, 40));
  });

  it('keeps what it observes when its key is refused, and says so', async () => {
    await prepare(await startPlatform());
    const keyFile = path.join(folder, 'agent.key');
    await writeFile(keyFile, JSON.stringify({ device, key: 'rpm_wrong' }), { mode: 0o600 });
    await writeLog(1, 3);
    begin();
    await waitFor(
      async () => lines.some((line) => line.includes('telemetry.keyRefused')),
      patienceMs,
      'It did not say that its key is refused.',
    );
    const { store } = embedded ?? (await startPlatform());
    const { key } = await issueKey(store, { kind: 'device', device }, now());
    await writeFile(keyFile, JSON.stringify({ device, key }), { mode: 0o600 });
    await hears(3);
    expect(lines.join('\n')).not.toContain('rpm_');
  });

  it('refuses to run when others can read its key, and says how to mend it', async () => {
    await prepare(await startPlatform());
    await chmod(path.join(folder, 'agent.key'), 0o644);
    const { code, said } = await call('run');
    expect(code).toBe(1);
    expect(said).toContain('Other users of this machine can read the key file');
    expect(said).toContain('chmod 600');
    await chmod(path.join(folder, 'agent.json'), 0o666);
    expect(await call('run')).toMatchObject({ code: 1, said: expect.stringContaining('go-w') });
  });
});

/** Runs one command of the delivered file to its end. */
async function call(...args: string[]): Promise<{ code: number; said: string }> {
  const settings = ['--settings', path.join(folder, 'agent.json')];
  const running = promisify(execFile)(node, [agentFile, ...args, ...settings]);
  return running.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error) => ({ code: error.code, said: `${error.stdout}${error.stderr}` }),
  );
}

describe('the command line', () => {
  it('passes its self-test against the platform, and tells how it fares', async () => {
    await prepare(await startPlatform());
    const { code, said } = await call('self-test');
    expect(said.split('\n').filter((line) => line.startsWith('✓'))).toHaveLength(9);
    expect(code).toBe(0);
    begin();
    await waitFor(
      async () => (await call('status')).code === 0,
      patienceMs,
      'It never fares well.',
    );
    expect((await call('status')).said).toContain('The platform confirms the messages.');
  });

  it('reports all faults of the settings at once', async () => {
    port = 1;
    await writeSettings({ server: 'http://elsewhere.example', beatEveryMs: 5, colour: 'red' });
    const { code, said } = await call('run');
    expect(code).toBe(1);
    expect(said).toContain('"server" must be an https address');
    expect(said).toContain('beatEveryMs');
    expect(said).toContain('colour');
  });

  it('enrols with a one-time code, and changes its key while the service runs', async () => {
    const { store, url } = await startPlatform();
    const { code } = await issueEnrolmentCode(store, { by: 'platform', now: now() });
    const place = ['--server', url, '--device', device];
    expect(await call('enrol', ...place, '--code', 'no-such-code')).toMatchObject({
      code: 1,
      said: expect.stringContaining('This enrolment code is unknown.'),
    });
    const enrolled = await call('enrol', ...place, '--code', code.toLowerCase());
    expect(enrolled).toMatchObject({ code: 0 });
    expect(enrolled.said).not.toContain('rpm_');
    expect((await readdir(folder)).sort()).toEqual(['agent.json', 'agent.key', 'platform']);
    expect((await call('self-test')).code).toBe(0);
    await writeSettings({});
    begin();
    const sentBy = async () => (await readFile(path.join(folder, 'agent.key'), 'utf8')).trim();
    const before = await sentBy();
    expect(await call('rotate-key')).toMatchObject({ code: 0 });
    expect(await sentBy()).not.toBe(before);
    const found = lines.length;
    await waitFor(
      async () => lines.slice(found).some((line) => line.includes('telemetry.sent')),
      patienceMs,
      'Nothing is sent with the new key.',
    );
    expect(lines.join('\n')).not.toContain('telemetry.keyRefused');
  });
});

describe('a remediation', () => {
  it('is run once on the device, its result is told, and telemetry resolves the incident', async () => {
    await prepare(await startPlatform(0, 300));
    const file = path.join(folder, 'events.jsonl');
    const event = hardwareEvent(identity, healthyCondition);
    // What restarts the app here: it notes that it ran, and the app then logs that all is well.
    const restart = `
      const fs = require('node:fs');
      const [file, ran, event] = process.argv.slice(1);
      fs.appendFileSync(ran, 'x');
      const line = { recordId: 2, timeCreated: new Date().toISOString(), event: JSON.parse(event) };
      fs.appendFileSync(file, JSON.stringify(line) + '\\n');`;
    const ran = path.join(folder, 'ran');
    await writeFile(path.join(folder, 'meeting'), 'false');
    await writeSettings({
      inMeetingFile: 'meeting',
      programs: { restartApp: [node, '-e', restart, file, ran, JSON.stringify(event)] },
    });
    const broken = hardwareEvent(identity, { ...healthyCondition, hasMicrophone: false });
    const line = { recordId: 1, timeCreated: now(), event: broken };
    await appendFile(file, `${JSON.stringify(line)}\n`);
    begin();
    const types = async () =>
      ((await embedded?.store.history(roomId, { limit: 500 })) ?? [])
        .toReversed()
        .flatMap(({ changes }) => changes)
        .filter((change) => 'signal' in change && change.signal === 'conference-microphone')
        .map((change) =>
          change.type === 'remediation.ended' ? `${change.type} ${change.outcome}` : change.type,
        );
    await waitFor(
      async () =>
        (await types()).includes('incident.resolved') &&
        (await types()).some((type) => type.startsWith('remediation.ended')),
      patienceMs,
      `The incident is not resolved.\n${lines.slice(-20).join('\n')}`,
    );
    const happened = await types();
    expect(happened).toContain('remediation.ended succeeded');
    expect(happened.indexOf('incident.opened')).toBeLessThan(
      happened.indexOf('remediation.started'),
    );
    expect(await readFile(ran, 'utf8')).toBe('x');
  });
});

describe('logs that a person orders', () => {
  it('are collected on the device, attached to the ticket, and come back as they were', async () => {
    const platform = await startPlatform();
    await prepare(platform);
    const { store, rules, url } = platform;
    // What collects the logs here; the random part cannot be packed, so that it travels in pieces.
    const collect = `
      const bytes = Buffer.concat([Buffer.from('PK'), require('node:crypto').randomBytes(3_000_000)]);
      require('node:fs').writeFileSync(process.argv[1], bytes);`;
    const zip = path.join(folder, 'Logs of E2E.zip');
    await writeFile(path.join(folder, 'meeting'), 'false');
    await writeSettings({
      inMeetingFile: 'meeting',
      logsFolder: '.',
      programs: { collectLogs: [node, '-e', collect, zip] },
    });
    begin();
    const ask = async <T>(target: string, body?: object): Promise<T> => {
      const answer = await fetch(`${url}${target}`, {
        method: body ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return (await answer.json()) as T;
    };
    const command = (target: object, action: object) =>
      ask<CommandsAnswer>('/api/commands', { targets: [target], action });
    const knowsOfMeetings = async () =>
      (await store.room(roomId))?.value.devices.some(({ meeting }) => meeting !== null) ?? false;
    await changeRoom(store, rules(), {
      roomId,
      input: { kind: 'command', actor: { kind: 'platform' }, command: report },
      via: 'tab',
      correlationId: 'c',
      now: now(),
    });
    await waitFor(knowsOfMeetings, patienceMs, `No word of meetings.\n${lines.join('\n')}`);
    const number = (await store.room(roomId))?.value.signals.reported?.ticket?.number ?? '';
    const order = { action: 'remediate', remediation: 'collectLogs' };
    const { results } = await command({ ticket: number }, order);
    expect(results).toMatchObject([{ ok: true }]);
    const ticket = () => ask<TicketDetail>(`/api/tickets/${number}`);
    await waitFor(
      async () => (await ticket()).attempts.some(({ outcome }) => outcome !== null),
      patienceMs,
      `The logs were not collected.\n${lines.slice(-20).join('\n')}`,
    );
    const { attachments, attempts, history } = await ticket();
    expect(attempts).toMatchObject([
      {
        outcome: 'succeeded',
        detail: `Ran ${node}, exit code 0. The logs are attached to the ticket.`,
      },
    ]);
    expect(attachments).toMatchObject([
      {
        name: 'Logs of E2E.zip',
        sizeBytes: 3_000_002,
        by: 'Platform',
        via: 'platform',
        preview: null,
      },
    ]);
    expect(history.map(({ sentence }) => sentence)).toContain('Attached Logs of E2E.zip (2.9 MB).');
    const [id = ''] = attachments.map((attachment) => attachment.id);
    const content = await fetch(`${url}/api/tickets/${number}/attachments/${id}`);
    const bytes = Buffer.from(await content.arrayBuffer());
    expect(bytes.equals(await readFile(zip))).toBe(true);
  });
});
