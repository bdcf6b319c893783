/** The command as an owner runs it: arguments, files, exit codes, and what goes where. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runExplain } from './explain/runExplain.ts';

const script = fileURLToPath(new URL('./explain.ts', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'explain-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** In this process: most cases are about what is printed. */
async function run(args: readonly string[], input: string | Buffer = '') {
  const said = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') => ({
    write(text: string) {
      said[name] += text;
    },
  });
  const stdin = Readable.from([Buffer.from(input)]);
  const status = await runExplain(args, { stdin, stdout: into('stdout'), stderr: into('stderr') });
  return { status, ...said };
}

function runProcess(args: readonly string[], input: string | Buffer = '') {
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
    const fromFile = runProcess(['--json', file]);
    expect(fromFile).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(fromFile.stdout)).toEqual(told);
    expect(runProcess(['--json', '-'], JSON.stringify(event))).toEqual(fromFile);
  });

  it.each([
    ['teams', ['signin-exchange']],
    ['sfb', ['signin-exchange', 'signin-skype']],
    ['both', ['signin-exchange', 'signin-skype']],
  ])('goes by the meeting mode %s', async (mode, tickets) => {
    const { stdout } = await run(['--mode', mode, '--json', '-'], JSON.stringify(signIn));
    expect(JSON.parse(stdout).tickets).toEqual(tickets);
  });

  it('takes what PowerShell writes', async () => {
    const { status, stdout } = await run(
      ['--json', '-'],
      Buffer.from(`\ufeff${JSON.stringify(event)}`, 'utf16le'),
    );
    expect([status, JSON.parse(stdout)]).toEqual([0, told]);
    expect((await run(['--json', '-'], `\ufeff${JSON.stringify(event)}`)).stdout).toBe(stdout);
  });

  it.each([
    ['{"a": 1,\n}', 'position 9 (line 2 column 1)'],
    ['{"a": tru}', 'position 6 (line 1 column 7)'],
    ['', 'position 0 (line 1 column 1)'],
    ['{"a": [1, 2', 'position 11 (line 1 column 12)'],
  ])('refuses %j with the place where it fails', async (text, place) => {
    const { status, stdout, stderr } = await run(['--json', '-'], text);
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
  it('says what it is, what would open, what to do and what could not be read', async () => {
    const { status, stdout } = await run(['-'], JSON.stringify(event));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^An event of the Teams Rooms log/);
    expect(stdout).toMatch(/Display 2 +unhealthy +1 of 2 displays found/);
    expect(stdout).toContain('Display 2 (display:2), important');
    expect(stdout).toContain('/event/Description: No component is called "Lamp".');
    expect(stdout).toContain('The app is version 5.3.1.');
  });

  it('names multi-factor authentication for AADSTS50076', async () => {
    expect((await run(['-'], JSON.stringify(signIn))).stdout).toMatch(
      /multi-factor authentication/i,
    );
  });

  it('says so when it knows no such format', async () => {
    const { status, stdout } = await run(['-'], '{"hello": "room"}');
    expect(status).toBe(1);
    expect(stdout).toContain('in no format that is known here');
  });

  it('prints nothing but clean text, whatever a device wrote', async () => {
    const hostile = { ...signIn, Description: 'Exchange status : \u001b[2J\u0007gone.' };
    expect((await run(['-'], JSON.stringify(hostile))).stdout).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

describe('wrong arguments, explain', () => {
  it('ends with its exit code', () => {
    expect(runProcess(['--loud', '-']).status).toBe(2);
  });

  it.each([
    [[], 'Name one file'],
    [['a', 'b'], 'Name one file'],
    [['--mode', 'zoom', '-'], 'no meeting mode "zoom"'],
    [['--loud', '-'], '--loud'],
    [['no-such-file.json'], 'There is no file "no-such-file.json".'],
    [[tmpdir()], 'is a folder'],
  ])('%j says what is wrong', async (args, sentence) => {
    const { status, stdout, stderr } = await run(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
  });

  it('helps, as a process of its own', () => {
    const { status, stdout, stderr } = runProcess(['--help']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('npm run explain');
  });
});
