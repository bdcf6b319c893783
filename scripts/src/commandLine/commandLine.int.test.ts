/** Every command says what it does and changes nothing; what it cannot read is a mistake in words. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../root.ts';
import { asksForHelp } from './commandLine.ts';

const inPackage: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(`${root}package.json`, 'utf8'),
);
/** The scripts of the project that run a program of ours, by the arguments of Node. */
const commands = Object.entries(inPackage.scripts).flatMap(([name, line]) => {
  const file = /^node ((?:scripts|demo|bench)\/src\/\w+\.ts)$/.exec(line)?.[1];
  return file === undefined ? [] : [[name, file] as const];
});
const programs = [...commands, ['the Monitoring Software', 'agent/src/cli/main.ts']] as const;
/** One of each way to read arguments: a process takes its time. */
const ofEachWay = programs.filter(([name]) => /start|simulate|operate|Software/.test(name));

function run(file: string, ...args: readonly string[]) {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'help-'));
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  // Neither a database nor a setting is there.
  const options = { encoding: 'utf8', cwd, env: { PATH, NODE_COMPILE_CACHE } } as const;
  const ended = spawnSync(process.execPath, [`${root}${file}`, ...args], options);
  const left = readdirSync(cwd);
  rmSync(cwd, { recursive: true });
  return { code: ended.status, out: ended.stdout, error: ended.stderr, left };
}

it('all commands of the project are looked at', () => {
  expect(commands.map(([name]) => name).toSorted()).toEqual(
    [
      'ask',
      'bench',
      'check',
      'explain',
      'figures',
      'operate',
      'package',
      'simulate',
      'start',
    ].toSorted(),
  );
});

it.each(programs)(
  '%s tells its usage for -h and ends well',
  (_, file) => {
    const { code, out, error, left } = run(file, 'enrol', '-h');
    expect([code, error, left]).toEqual([0, '', []]);
    expect(out).toContain('--help');
  },
  60_000,
);

it.each(ofEachWay)(
  '%s ends with 2 at an option that it does not know',
  (_, file) => {
    const { code, out, error } = run(file, '--no-such-option');
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain('--no-such-option');
    expect(error).not.toMatch(/^ {4}at /m);
  },
  60_000,
);

it('asks for help in either spelling, and not in the value of another option', () => {
  const options = { room: { type: 'string' } } as const;
  const asked = (...args: string[]) => asksForHelp(args, options);
  expect([asked('-h'), asked('x', '--help'), asked('--bad', '--help')]).toEqual([true, true, true]);
  expect([asked(), asked('help'), asked('--room=--help')]).toEqual([false, false, false]);
});
