import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { drawBadge } from './badges.ts';

it('shows the values of package.json', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'badges-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const file = { version: '3.2.1', license: 'MIT', engines: { node: '>=20' } };
  await writeFile(path.join(root, 'package.json'), JSON.stringify(file));
  expect(await drawBadge(root, 'version')).toContain('aria-label="version: 3.2.1"');
  expect(await drawBadge(root, 'Node')).toContain('>≥ 20</text>');
  expect(await drawBadge(root, 'licence')).toContain('>MIT</text>');
});
