/** The command as an owner runs it: arguments, files, exit codes, and what goes where. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('./explain.ts', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'explain-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], input: string | Buffer = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    input,
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, stdout, stderr };
}

const event = {
  OperationName: 'HardwareCheckEngine',
  OperationResult: 'Fail',
  AppVersion: '5.3.1',
  Description:
    'Front of Room Display status : Unhealthy. Configured display count is 2. Real display count is 1. Lamp status : Off.',
};
const signIn = {
  OperationName: 'Heartbeat',
  OperationResult: 'Fail',
  Description: 'Exchange status : 80131500 : AADSTS50076. Signin status: Unhealthy.',
};

const told = {
  format: 'mtr-event',
  readings: [
    { signal: 'display:1', state: 'healthy', detail: '' },
    { signal: 'display:2', state: 'unhealthy', detail: '1 of 2 displays found' },
  ],
  rejected: [{ pointer: '/event/Description', reason: 'No component is called "Lamp".' }],
  tickets: ['display:2'],
};

describe('explain --json', () => {
  it('prints one object and nothing else, from a file or from standard input', () => {
    const file = join(folder, 'event.json');
    writeFileSync(file, JSON.stringify(event));
    const fromFile = run(['--json', file]);
    expect(fromFile).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(fromFile.stdout)).toEqual(told);
    expect(run(['--json', '-'], JSON.stringify(event))).toEqual(fromFile);
  });

  it.each([
    ['teams', ['signin-exchange']],
    ['sfb', ['signin-exchange', 'signin-skype']],
    ['both', ['signin-exchange', 'signin-skype']],
  ])('goes by the meeting mode %s', (mode, tickets) => {
    const { stdout } = run(['--mode', mode, '--json', '-'], JSON.stringify(signIn));
    expect(JSON.parse(stdout).tickets).toEqual(tickets);
  });

  it('takes what PowerShell writes', () => {
    const { status, stdout } = run(
      ['--json', '-'],
      Buffer.from(`\ufeff${JSON.stringify(event)}`, 'utf16le'),
    );
    expect([status, JSON.parse(stdout)]).toEqual([0, told]);
    expect(run(['--json', '-'], `\ufeff${JSON.stringify(event)}`).stdout).toBe(stdout);
  });

  it.each([
    ['{"a": 1,\n}', 'position 9 (line 2 column 1)'],
    ['{"a": tru}', 'position 6 (line 1 column 7)'],
    ['', 'position 0 (line 1 column 1)'],
    ['{"a": [1, 2', 'position 11 (line 1 column 12)'],
  ])('refuses %j with the place where it fails', (text, place) => {
    const { status, stdout, stderr } = run(['--json', '-'], text);
    expect(status).toBe(1);
    expect(stderr).toContain(place);
    expect(JSON.parse(stdout)).toEqual({
      format: null,
      readings: [],
      rejected: [{ pointer: '', reason: expect.stringContaining(place) }],
      tickets: [],
    });
  });
});

describe('explain', () => {
  it('says what it is, what would open, what to do and what could not be read', () => {
    const { status, stdout } = run(['-'], JSON.stringify(event));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^An event of the Teams Rooms log/);
    expect(stdout).toMatch(/Display 2 +unhealthy +1 of 2 displays found/);
    expect(stdout).toContain('Display 2 (display:2), important');
    expect(stdout).toContain('/event/Description: No component is called "Lamp".');
    expect(stdout).toContain('The app is version 5.3.1.');
  });

  it('names multi-factor authentication for AADSTS50076', () => {
    expect(run(['-'], JSON.stringify(signIn)).stdout).toMatch(/multi-factor authentication/i);
  });

  it('says so when it knows no such format', () => {
    const { status, stdout } = run(['-'], '{"hello": "room"}');
    expect(status).toBe(1);
    expect(stdout).toContain('in no format that is known here');
  });

  it('prints nothing but clean text, whatever a device wrote', () => {
    const hostile = { ...signIn, Description: 'Exchange status : \u001b[2J\u0007gone.' };
    expect(run(['-'], JSON.stringify(hostile)).stdout).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

describe('called wrongly, explain', () => {
  it.each([
    [[], 'Name one file'],
    [['a', 'b'], 'Name one file'],
    [['--mode', 'zoom', '-'], 'no meeting mode "zoom"'],
    [['--loud', '-'], '--loud'],
    [['no-such-file.json'], 'There is no file "no-such-file.json".'],
    [[tmpdir()], 'is a folder'],
  ])('%j says what is wrong', (args, sentence) => {
    const { status, stdout, stderr } = run(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
  });

  it('helps', () => {
    const { status, stdout, stderr } = run(['--help']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('npm run explain');
  });
});
