/** `scripts/install.mjs` in scratch folders, with an npm of the test's own. */
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './root.ts';

let house: string;

const lock = (versions: Record<string, { version: string; optional?: true }>) => {
  const packages = Object.entries(versions).map(([name, rest]) => [`node_modules/${name}`, rest]);
  return JSON.stringify({ packages: Object.fromEntries([['', {}], ...packages]) });
};

beforeEach(async () => {
  house = await mkdtemp(path.join(os.tmpdir(), 'install-'));
  await mkdir(path.join(house, 'scripts'));
  await cp(`${root}scripts/install.mjs`, path.join(house, 'scripts/install.mjs'));
  await useNpm('echo "$@" > asked');
});
afterEach(() => rm(house, { recursive: true, force: true }));

async function useNpm(script: string): Promise<void> {
  await mkdir(path.join(house, 'bin'), { recursive: true });
  await writeFile(path.join(house, 'bin/npm'), `#!/bin/sh\n${script}\n`);
  await chmod(path.join(house, 'bin/npm'), 0o755);
}

async function put(file: string, content: string, second: number): Promise<void> {
  await mkdir(path.dirname(path.join(house, file)), { recursive: true });
  await writeFile(path.join(house, file), content);
  await utimes(path.join(house, file), 1_700_000_000 + second, 1_700_000_000 + second);
}

function install(): Promise<{ code: number; said: string; asked: string }> {
  const PATH = `${path.join(house, 'bin')}:${process.env['PATH']}`;
  const file = path.join(house, 'scripts/install.mjs');
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [file], { env: { PATH } }, (_error, out, err) => {
      readFile(path.join(house, 'asked'), 'utf8')
        .catch(() => '')
        .then((asked) => resolve({ code: child.exitCode ?? 1, said: out + err, asked }));
    });
  });
}

describe('install.mjs', () => {
  it('installs what is missing, and says so in one line', async () => {
    await put('package-lock.json', lock({ zod: { version: '1.0.0' } }), 1);
    const { code, said, asked } = await install();
    expect(code).toBe(0);
    expect(asked).toMatch(/^ci /);
    expect(said).toMatch(/^Installing packages, because .+\n$/);
  });

  it('says nothing and does nothing when all is there', async () => {
    await put('package-lock.json', lock({ zod: { version: '1.0.0' } }), 1);
    await put('node_modules/.package-lock.json', lock({ zod: { version: '1.0.0' } }), 2);
    expect(await install()).toEqual({ code: 0, said: '', asked: '' });
  });

  it('is not fooled by a checkout that only touched the lock file', async () => {
    const wanted = { zod: { version: '1.0.0' }, fsevents: { version: '2.0.0', optional: true } };
    await put('node_modules/.package-lock.json', lock({ zod: { version: '1.0.0' } }), 1);
    await put('package-lock.json', lock(wanted as Parameters<typeof lock>[0]), 2);
    expect(await install()).toEqual({ code: 0, said: '', asked: '' });
  });

  it('installs again when the lock file asks for something else', async () => {
    await put('node_modules/.package-lock.json', lock({ zod: { version: '1.0.0' } }), 1);
    await put('package-lock.json', lock({ zod: { version: '1.0.1' } }), 2);
    const { said, asked } = await install();
    expect(asked).toMatch(/^ci /);
    expect(said).toContain('package-lock.json has changed');
  });

  it('installs when a room of the house is not linked yet', async () => {
    await put('node_modules/.package-lock.json', lock({}), 1);
    await put(
      'package-lock.json',
      JSON.stringify({ packages: { 'node_modules/@rooms-pro/agent': { link: true } } }),
      2,
    );
    expect((await install()).asked).toMatch(/^ci /);
  });

  it('says in a sentence when npm fails', async () => {
    await useNpm('exit 7');
    await put('package-lock.json', lock({}), 1);
    const { code, said } = await install();
    expect(code).toBe(1);
    expect(said).toContain('The packages could not be installed: npm ci ended with code 7.');
  });
});
