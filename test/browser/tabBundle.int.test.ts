/** What a browser loads before it shows the first page. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import { buildTab, isTabStale } from '../../scripts/src/package/tabBuild.ts';
import { root } from '../../scripts/src/root.ts';

const tabDirectory = path.join(root, 'tab', 'dist');
const mostBytes = 200_000;

beforeAll(async () => {
  if (await isTabStale()) await buildTab();
}, 300_000);

it('stays small', async () => {
  const html = await readFile(path.join(tabDirectory, 'index.html'), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="[^"]*?(assets\/[^"]+)"/g)].map(([, file]) => file);
  expect(files.length).toBeGreaterThan(1);
  let bytes = gzipSync(html).length;
  for (const file of files) {
    bytes += gzipSync(await readFile(path.join(tabDirectory, file ?? ''))).length;
  }
  expect(bytes).toBeLessThan(mostBytes);
});

const scriptsOf = async () => {
  const folder = path.join(tabDirectory, 'assets');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  expect(names).not.toEqual([]);
  return await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
};

// Vitest sets another mode, with which React is slow and a third larger.
it('contains the production version of React', async () => {
  const scripts = await scriptsOf();
  expect(scripts.some((script) => script.includes('react.dev/errors/'))).toBe(true);
  expect(scripts.some((script) => script.includes('Each child in a list should'))).toBe(false);
});

// The bot serves no other types (`bot/src/api/tabAssets.ts`).
it('contains only scripts, styles and SVG pictures', async () => {
  const names = await readdir(path.join(tabDirectory, 'assets'));
  expect(names.filter((name) => !/\.(js|css|svg)$/.test(name))).toEqual([]);
});

// Zod probes for `new Function`, which the tab's content security policy reports, and it is large.
it('contains no schema library', async () => {
  expect((await scriptsOf()).some((script) => script.includes('ZodError'))).toBe(false);
});
