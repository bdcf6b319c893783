/** One process for one spool, also after a process was killed. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { holdFolder } from './folderLock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'hold-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('holds a folder once, until it is released', async () => {
  const first = await holdFolder(folder);
  expect(first).not.toBeNull();
  expect(await holdFolder(folder)).toBeNull();
  first?.release();
  const second = await holdFolder(folder);
  expect(second).not.toBeNull();
  second?.release();
});

it('takes over from a process that was killed', async () => {
  const module = new URL('./folderLock.ts', import.meta.url).href;
  const script = `
    const { holdFolder } = await import(${JSON.stringify(module)});
    await holdFolder(process.argv[1]);
    process.stdout.write('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  expect(await holdFolder(folder)).toBeNull();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  const hold = await holdFolder(folder);
  expect(hold).not.toBeNull();
  hold?.release();
});
