import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../root.ts';
import { manifestFaults } from './manifest.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'manifest-'));
  for (const file of ['manifest.json', 'color.png', 'outline.png'])
    await cp(`${root}appPackage/${file}`, path.join(folder, file));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function change(before: string, after: string): Promise<void> {
  const file = path.join(folder, 'manifest.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(before, after));
}

describe('manifestFaults', () => {
  it('finds none in the app package', async () => {
    expect(await manifestFaults(folder)).toEqual([]);
  });

  it('names what the schema does not take', async () => {
    await change('"accentColor": "#2B5F75"', '"accentColor": "teal"');
    expect((await manifestFaults(folder)).join()).toMatch(/accentColor/);
  });

  it('names a placeholder that no deployment fills', async () => {
    await change('{TAB_DOMAIN}', '{TAB_DOMAINE}');
    expect(await manifestFaults(folder)).toEqual(['manifest.json: nobody fills TAB_DOMAINE.']);
  });

  it('names icons that are missing, of the wrong size, or no PNG', async () => {
    await rm(path.join(folder, 'color.png'));
    await cp(`${root}appPackage/color.png`, path.join(folder, 'outline.png'));
    expect(await manifestFaults(folder)).toEqual([
      'color.png is missing.',
      'outline.png is 192×192; Teams takes 32×32.',
    ]);
    await writeFile(path.join(folder, 'color.png'), 'no picture at all');
    expect(await manifestFaults(folder)).toContain('color.png is no PNG.');
  });
});
