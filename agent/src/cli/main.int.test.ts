/** The command line on real files: its status, and its errors before the start. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeKeyFile } from '../keyFile.ts';
import { openSpool } from '../spool/openSpool.ts';
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

/** Runs a command to its end and returns its error output. */
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
  it('reports a file in place of the spool folder or of its parent', () => {
    const file = path.join(folder, 'spool');
    writeFileSync(file, '');
    expect(complaint('run')).toBe(
      `${file} must be a folder, but it is a file.\n` +
        'Move the file away, or set another path in the settings (agent.json).\n',
    );
    set({ spoolFolder: 'spool/deeper' });
    expect(complaint('run')).toContain('must be a folder, but it is a file.');
  });

  it('does not use the code when the key cannot be stored', () => {
    writeFileSync(path.join(folder, 'taken'), '');
    set({ keyFile: 'taken/agent.key' });
    expect(complaint('enrol', '--code', 'ABCD')).toContain('must be a folder, but it is a file.');
  });

  it('explains why the server does not respond, and which servers are allowed', () => {
    expect(complaint('enrol', '--code', 'ABCD')).toBe(
      'The device is not enrolled. The server localhost:9 refuses the connection: ' +
        'no server listens at this address. Run self-test for details.\n',
    );
    const named = complaint('enrol', '--code', 'ABCD', '--server', 'http://rooms.example');
    expect(named).toContain('"server" must be an https address');
  });

  it('names the missing settings file', () => {
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

  const filesIn = (place: string) =>
    Object.fromEntries(
      readdirSync(place).map((name) => [name, readFileSync(path.join(place, name), 'hex')]),
    );

  it('shows how many messages wait, since when and why, and changes no file', () => {
    expect(ask()).toContain('Unsent: nothing.');
    const spoolFolder = path.join(folder, 'spool');
    const spool = openSpool({
      folder: spoolFolder,
      maxBytes: 1024 * 1024,
      now: () => new Date(),
      onEvent: () => {},
    });
    for (const n of [1, 2, 3])
      spool.append([{ form: 'mtr-event', observedAt: observedAt(n), event: {} }]);
    spool.confirm(1);
    const before = filesIn(spoolFolder);
    const last = { at: observedAt(5), event: 'telemetry.deferred', lastSentAt: null };
    writeFileSync(statusFile(spoolFolder), JSON.stringify({ ...last, reason: 'ECONNREFUSED' }));
    const said = ask();
    expect(said).toContain(`Unsent: 2 messages, the oldest from ${observedAt(2)}.`);
    expect(said).toContain(
      'Reason: The server localhost:9 refuses the connection: no server listens at this address.',
    );
    expect(JSON.parse(ask(true))).toMatchObject({
      isWell: false,
      unsent: { waiting: 2, oldestAt: observedAt(2) },
      why: expect.stringContaining('no server listens'),
    });
    expect(filesIn(spoolFolder)).toMatchObject(before);
  });

  it('counts what an earlier version stored, before the service has taken it over', () => {
    const messages = path.join(folder, 'spool', 'messages');
    mkdirSync(messages, { recursive: true });
    const line = (seq: number) =>
      JSON.stringify({
        seq,
        items: [{ form: 'mtr-event', observedAt: observedAt(seq), event: {} }],
      });
    const lines = [1, 2, 3].map((seq) => `${line(seq)}\n`).join('');
    // That version may be writing the last line.
    writeFileSync(path.join(messages, '0000000000000001.jsonl'), `${lines}{"seq":4,"it`);
    const position = { lastSeq: 3, confirmed: 1, dropped: 0, setAside: 0 };
    writeFileSync(path.join(folder, 'spool', 'position.json'), JSON.stringify(position));
    expect(ask()).toContain(`Unsent: 2 messages, the oldest from ${observedAt(2)}.`);
    expect(readdirSync(path.join(folder, 'spool')).sort()).toEqual(['messages', 'position.json']);
  });

  it('reports a damaged file', () => {
    mkdirSync(path.join(folder, 'spool'));
    writeFileSync(path.join(folder, 'spool', 'messages.db'), 'x'.repeat(8192));
    expect(ask()).toContain('The file of the unsent messages is damaged.');
  });

  it("shows the platform's sentence when it refuses the key", () => {
    mkdirSync(path.join(folder, 'spool'));
    const last = { at: observedAt(5), event: 'telemetry.keyRefused', lastSentAt: null };
    const file = statusFile(path.join(folder, 'spool'));
    writeFileSync(file, JSON.stringify({ ...last, reason: 'This key was revoked.' }));
    expect(ask()).toContain('Reason: This key was revoked.');
  });
});
