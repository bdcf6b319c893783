/** The command line on real files: how it fares, and what is wrong before it starts, in words. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeKeyFile } from '../keyFile.ts';
import { openFileSpool } from '../spool/fileSpool.ts';
import { statusFile } from './run.ts';
import { status } from './status.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const device = 'mtr-01';
let folder: string;
let settingsFile: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cli-'));
  settingsFile = path.join(folder, 'agent.json');
  writeKeyFile(path.join(folder, 'agent.key'), { device, key: 'k1' });
  set({});
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function set(settings: object): void {
  const least = { server: 'http://localhost:9', device, proxy: 'none' };
  writeFileSync(settingsFile, JSON.stringify({ ...least, ...settings }), { mode: 0o600 });
}

/** Runs a command to its end and answers what it complains of. */
function complaint(...args: string[]): string {
  const { stderr, status: code } = spawnSync(
    process.execPath,
    [main, ...args, '--settings', settingsFile],
    { encoding: 'utf8' },
  );
  expect(code).not.toBe(0);
  return stderr;
}

describe('before it starts', () => {
  it('says that a file stands in the place of the spool, or above it', () => {
    const file = path.join(folder, 'spool');
    writeFileSync(file, '');
    expect(complaint('run')).toBe(
      `A folder is needed at ${file}, but a file stands in its place.\n` +
        'Move the file away, or name another place in the settings (agent.json).\n',
    );
    set({ spoolFolder: 'spool/deeper' });
    expect(complaint('run')).toContain('A folder is needed at');
  });

  it('spends no code on a key that cannot be kept', () => {
    writeFileSync(path.join(folder, 'taken'), '');
    set({ keyFile: 'taken/agent.key' });
    expect(complaint('enrol', '--code', 'ABCD')).toContain('A folder is needed at');
  });

  it('says why nobody answers, and which server may be named', () => {
    expect(complaint('enrol', '--code', 'ABCD')).toBe(
      'The device is not enrolled. The server localhost:9 refuses the connection: ' +
        'nothing listens there. The self-test says more.\n',
    );
    const named = complaint('enrol', '--code', 'ABCD', '--server', 'http://rooms.example');
    expect(named).toContain('"server" must be an https address');
  });

  it('says where there are no settings', () => {
    rmSync(settingsFile);
    expect(complaint('run')).toContain(`There is no settings file ${settingsFile}.`);
  });
});

describe('status', () => {
  const ask = (asJson = false) => {
    const said: string[] = [];
    status(settingsFile, asJson, { out: (text) => said.push(text), error: () => {} });
    return said.join('');
  };
  const observedAt = (minute: number) => `2026-11-22T08:0${minute}:00.000Z`;

  it('says how much waits, since when, and why, and changes nothing', () => {
    expect(ask()).toContain('Unsent: nothing.');
    const spoolFolder = path.join(folder, 'spool');
    const spool = openFileSpool({
      folder: spoolFolder,
      maxBytes: 1024 * 1024,
      now: () => new Date(),
      onEvent: () => {},
    });
    for (const n of [1, 2, 3])
      spool.append([{ form: 'mtr-event', observedAt: observedAt(n), event: {} }]);
    spool.confirm(1);
    const segment = path.join(spoolFolder, 'messages', '0000000000000001.jsonl');
    // What a running service may be in the middle of writing.
    appendFileSync(segment, '{"seq":4,"it');
    const before = readFileSync(segment, 'utf8');
    const last = { at: observedAt(5), event: 'telemetry.deferred', lastSentAt: null };
    writeFileSync(statusFile(spoolFolder), JSON.stringify({ ...last, reason: 'ECONNREFUSED' }));
    const said = ask();
    expect(said).toContain(`Unsent: 2 messages, the oldest of ${observedAt(2)}.`);
    expect(said).toContain(
      'Reason: The server localhost:9 refuses the connection: nothing listens there.',
    );
    expect(JSON.parse(ask(true))).toMatchObject({
      isWell: false,
      unsent: { waiting: 2, oldestAt: observedAt(2) },
      why: expect.stringContaining('nothing listens'),
    });
    expect(readFileSync(segment, 'utf8')).toBe(before);
  });

  it("repeats the platform's own words when it refuses the key", () => {
    mkdirSync(path.join(folder, 'spool'));
    const last = { at: observedAt(5), event: 'telemetry.keyRefused', lastSentAt: null };
    const file = statusFile(path.join(folder, 'spool'));
    writeFileSync(file, JSON.stringify({ ...last, reason: 'This key was revoked.' }));
    expect(ask()).toContain('Reason: This key was revoked.');
  });
});
