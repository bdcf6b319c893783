/** Commands with real programs and real files, without a shell. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runProgram } from '../runProgram.ts';
import { builtInProgram, createRunCommand, type RunCommandDeps } from './runCommand.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'commands-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const make = (config: Partial<RunCommandDeps['config']>, windows: string | null = null) =>
  createRunCommand({
    config: { programs: {}, cleanUpFolders: [], logsFolder: '', spoolFolder: folder, ...config },
    run: runProgram,
    windows,
    now: () => new Date(),
  });

it('runs a program with unchanged arguments and without a shell', async () => {
  const script = 'require("fs").writeFileSync(process.argv[1], process.argv[2])';
  const file = path.join(folder, 'said');
  const run = make({
    programs: { restartApp: [process.execPath, '-e', script, file, '$HOME; ls'] },
  });
  expect(await run('restartApp')).toEqual({
    outcome: 'succeeded',
    detail: `Ran ${process.execPath}, exit code 0.`,
  });
  expect(readdirSync(folder)).toEqual(['said']);
});

it('reports how a program failed', async () => {
  const run = make({
    programs: {
      restartApp: [process.execPath, '-e', 'process.exit(3)'],
      update: [path.join(folder, 'missing')],
    },
  });
  expect(await run('restartApp')).toEqual({
    outcome: 'failed',
    detail: 'The program ended with code 3.',
  });
  expect(await run('update')).toMatchObject({ outcome: 'failed' });
  expect(await run('collectLogs')).toMatchObject({ outcome: 'failed' });
});

it('ends a program that takes too long', async () => {
  const forever = ['-e', 'setInterval(() => {}, 1000)'];
  expect(await runProgram(process.execPath, forever, 300)).toMatchObject({ code: null });
});

it('removes old files only and follows no link', async () => {
  const outside = mkdtempSync(path.join(os.tmpdir(), 'outside-'));
  const old = new Date(Date.now() - 8 * 24 * 3_600_000);
  const put = (file: string, isOld: boolean) => {
    writeFileSync(file, 'x');
    if (isOld) utimesSync(file, old, old);
  };
  mkdirSync(path.join(folder, 'deeper'));
  put(path.join(folder, 'deeper', 'old'), true);
  put(path.join(folder, 'new'), false);
  put(path.join(outside, 'old'), true);
  symlinkSync(outside, path.join(folder, 'link'));
  const run = make({ cleanUpFolders: [folder, path.join(folder, 'missing')] });
  expect(await run('cleanUp')).toEqual({
    outcome: 'succeeded',
    detail: '1 files removed, 0 MB.',
  });
  expect(readdirSync(outside)).toEqual(['old']);
  expect(readdirSync(folder).sort()).toEqual(['deeper', 'link', 'new']);
  const linked = make({ cleanUpFolders: [path.join(folder, 'link')] });
  expect(await linked('cleanUp')).toEqual({
    outcome: 'failed',
    detail: `0 files removed, 0 MB. ${path.join(folder, 'link')} is a link, or its path contains a link.`,
  });
  expect(readdirSync(outside)).toEqual(['old']);
  rmSync(outside, { recursive: true });
});

it.skipIf(!existsSync('/dev/shm'))(
  'cleans up a folder on another disk than the spool',
  async () => {
    const elsewhere = mkdtempSync('/dev/shm/commands-');
    const old = new Date(Date.now() - 8 * 24 * 3_600_000);
    writeFileSync(path.join(elsewhere, 'old'), 'x');
    utimesSync(path.join(elsewhere, 'old'), old, old);
    const run = make({ cleanUpFolders: [elsewhere] });
    expect(await run('cleanUp')).toMatchObject({ detail: '1 files removed, 0 MB.' });
    expect(readdirSync(elsewhere)).toEqual([]);
    rmSync(elsewhere, { recursive: true });
  },
);

it('returns no logs of a folder that is a link, and reports this', async () => {
  const real = path.join(folder, 'real');
  const link = path.join(folder, 'link');
  mkdirSync(real);
  symlinkSync(real, link);
  const collect = 'require("fs").writeFileSync(process.argv[1], "PK")';
  const run = make({
    programs: { collectLogs: [process.execPath, '-e', collect, path.join(real, 'logs.zip')] },
    logsFolder: link,
  });
  expect(await run('collectLogs')).toEqual({
    outcome: 'succeeded',
    detail: `Ran ${process.execPath}, exit code 0. No logs are sent: ${link} is a link, or its path contains a link.`,
  });
});

it('returns the newly collected logs, no older logs and no link', async () => {
  const collect = 'require("fs").writeFileSync(process.argv[1], "PK")';
  const old = new Date(Date.now() - 60_000);
  writeFileSync(path.join(folder, 'old.zip'), 'PK');
  utimesSync(path.join(folder, 'old.zip'), old, old);
  symlinkSync(path.join(folder, 'old.zip'), path.join(folder, 'link.zip'));
  writeFileSync(path.join(folder, 'new.txt'), 'no logs');
  const made = path.join(folder, 'logs.ZIP');
  const nothing = [process.execPath, '-e', ''] as [string, ...string[]];
  const program = [process.execPath, '-e', collect, made] as [string, ...string[]];
  const detail = `Ran ${process.execPath}, exit code 0.`;
  const none = make({ programs: { collectLogs: nothing }, logsFolder: folder });
  expect(await none('collectLogs')).toEqual({ outcome: 'succeeded', detail });
  const all = { programs: { collectLogs: program, restartApp: program } };
  const some = make({ ...all, logsFolder: folder });
  expect(await some('collectLogs')).toEqual({ outcome: 'succeeded', detail, file: made });
  expect(await some('restartApp')).toEqual({ outcome: 'succeeded', detail });
  const kept = make(all);
  expect(await kept('collectLogs')).toEqual({ outcome: 'succeeded', detail });
});

it('runs programs of Windows by their full paths, and reports a restart later', async () => {
  const [file, ...args] = builtInProgram('restartApp', 'C:\\Windows') ?? [];
  expect(file).toBe('C:\\Windows\\System32\\taskkill.exe');
  expect(args).toContain('Microsoft.SkypeRoomSystem.exe');
  const run = createRunCommand({
    config: { programs: {}, cleanUpFolders: [], logsFolder: '', spoolFolder: folder },
    run: async () => ({ code: 0, output: Buffer.from('') }),
    windows: 'C:\\Windows',
    now: () => new Date(),
  });
  expect(await run('restartDevice')).toEqual({ outcome: 'restarting' });
  expect(await run('restartApp')).toEqual({
    outcome: 'succeeded',
    detail: 'The app was stopped; the device starts it again.',
  });
});

it('passes secrets in the environment and closes the input of a program', async () => {
  const script =
    'process.stdin.resume().on("end", () => process.stdout.write(process.env.SECRET + process.env.PATH))';
  const { code, output } = await runProgram(process.execPath, ['-e', script], 30_000, {
    SECRET: 'only here ',
  });
  expect([code, output.toString()]).toEqual([0, `only here ${process.env['PATH']}`]);
  expect(process.env['SECRET']).toBeUndefined();
});
