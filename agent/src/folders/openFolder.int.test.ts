/** An open folder stays the same folder, also when another account changes its name. */
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { lstat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../runProgram.ts';
import {
  appendToPlainFile,
  NotAPlainFile,
  openFileWithoutWaiting,
  openPlainFile,
} from './openFile.ts';
import { LinkInPath, openFolder, openFolderIn } from './openFolder.ts';
import { makePrivateFolder } from './privateFolder.ts';

let base: string;
const at = (...parts: string[]) => path.join(base, ...parts);
beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'held-'));
  mkdirSync(at('real', 'inner'), { recursive: true });
  mkdirSync(at('outside', 'inner'), { recursive: true });
  writeFileSync(at('real', 'file'), 'own');
  writeFileSync(at('outside', 'file'), 'precious');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** The attack: renames the folder and creates a link with its name. */
function exchange(): void {
  renameSync(at('real'), at('away'));
  symlinkSync(at('outside'), at('real'));
}

describe.each(['handle', 'pin'] as const)('a folder opened by its %s', (method) => {
  it('is not opened through a link at any part of the path', async () => {
    symlinkSync(at('outside'), at('link'));
    await expect(openFolder(at('link'), method)).rejects.toThrow(LinkInPath);
    await expect(openFolder(at('link', 'inner'), method)).rejects.toThrow(LinkInPath);
    symlinkSync(at('outside'), at('real', 'link'));
    const folder = await openFolder(at('real'), method);
    await expect(openFolderIn(folder, 'link', method)).rejects.toThrow();
    await expect(openFolderIn(folder, 'file', method)).rejects.toThrow();
    await folder.close();
    expect(readdirSync(at('outside')).sort()).toEqual(['file', 'inner']);
  });

  it('lists only its own entries and removes its pin', async () => {
    const folder = await openFolder(at('real'), method);
    expect((await folder.names()).sort()).toEqual(['file', 'inner']);
    const inner = await openFolderIn(folder, 'inner', method);
    expect([await folder.isUnchanged(), await inner.isUnchanged()]).toEqual([true, true]);
    await inner.close();
    await folder.close();
    expect(readdirSync(at('real')).sort()).toEqual(['file', 'inner']);
    expect(readdirSync(at('real', 'inner'))).toEqual([]);
  });
});

it('is reached by its handle after a link has replaced it', async () => {
  const folder = await openFolder(at('real'), 'handle');
  const inner = await openFolderIn(folder, 'inner', 'handle');
  exchange();
  expect(readFileSync(folder.at('file'), 'utf8')).toBe('own');
  writeFileSync(inner.at('new'), '');
  expect(readdirSync(at('away', 'inner'))).toEqual(['new']);
  expect(readdirSync(at('outside', 'inner'))).toEqual([]);
  await inner.close();
  await folder.close();
});

it('detects with its pin that another folder has its name now', async () => {
  const folder = await openFolder(at('real'), 'pin');
  exchange();
  expect(await folder.isUnchanged()).toBe(false);
  await folder.close();
  expect(readdirSync(at('outside')).sort()).toEqual(['file', 'inner']);
});

it('creates a folder into which no other account may write, and removes it when it is empty', async () => {
  const folder = await openFolder(at('real'));
  const made = await makePrivateFolder(folder);
  expect((await lstat(at('real', made.name))).mode & 0o777).toBe(0o700);
  await made.remove();
  const kept = await makePrivateFolder(folder);
  writeFileSync(kept.at('left'), '');
  await kept.remove();
  await folder.close();
  expect(readdirSync(at('real', kept.name))).toEqual(['left']);
  expect(readdirSync(at('real'))).not.toContain(made.name);
});

describe('a plain file', () => {
  it('is opened, and read from its handle after its name points to another file', async () => {
    const folder = await openFolder(at('real'));
    const handle = await openPlainFile(folder, 'file');
    rmSync(at('real', 'file'));
    symlinkSync(at('outside', 'file'), at('real', 'file'));
    expect(await handle.readFile('utf8')).toBe('own');
    await handle.close();
    await folder.close();
  });

  it('is not a link, a second name of another file, a pipe or a folder', async () => {
    symlinkSync(at('outside', 'file'), at('real', 'link'));
    linkSync(at('outside', 'file'), at('real', 'second'));
    expect(await runProgram('mkfifo', [at('real', 'pipe')], 10_000)).toMatchObject({ code: 0 });
    const folder = await openFolder(at('real'));
    for (const name of ['link', 'second', 'pipe', 'inner'])
      await expect(openPlainFile(folder, name)).rejects.toThrow(NotAPlainFile);
    await folder.close();
    for (const name of ['pipe', 'inner'])
      expect(() => openFileWithoutWaiting(at('real', name))).toThrow(NotAPlainFile);
  });

  it('is appended to, but the target of a link is not', () => {
    const append = (name: string) =>
      appendToPlainFile(at('real', name), (descriptor) => writeFileSync(descriptor, '+'));
    append('file');
    append('new');
    symlinkSync(at('outside', 'file'), at('real', 'link'));
    linkSync(at('outside', 'file'), at('real', 'second'));
    expect(() => append('link')).toThrow();
    expect(() => append('second')).toThrow(NotAPlainFile);
    expect(readFileSync(at('real', 'file'), 'utf8')).toBe('own+');
    expect(readFileSync(at('real', 'new'), 'utf8')).toBe('+');
    expect(readFileSync(at('outside', 'file'), 'utf8')).toBe('precious');
  });
});
