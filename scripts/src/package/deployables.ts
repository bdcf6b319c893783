/** Creates the self-contained folders that Azure runs: the bot with the tab, and ingest. */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../root.ts';
import { writeBundle } from './bundle.ts';
import { zipFolder } from './zip.ts';

/** A folder and the zip of it. */
export type Packed = { readonly folder: string; readonly zip: string };

/** The bot for an App Service: `node main.mjs`, with the built tab beside it where there is one. */
export async function packBot(dist: string, tabDirectory: string): Promise<Packed> {
  const folder = await emptyFolder(dist, 'bot');
  const file = path.join(folder, 'main.mjs');
  await writeBundle({ input: `${root}bot/src/main.ts`, file, format: 'esm' });
  await cp(tabDirectory, path.join(folder, 'tab'), { recursive: true });
  await writePackage(folder, { type: 'module', scripts: { start: 'node main.mjs' } });
  return zipped(dist, folder);
}

/** Ingest for a Functions app: its host reads `host.json`, and `main` from `package.json`. */
export async function packIngest(dist: string): Promise<Packed> {
  const folder = await emptyFolder(dist, 'ingest');
  const file = path.join(folder, 'main.cjs');
  await writeBundle({ input: `${root}ingest/src/main.ts`, file, format: 'cjs' });
  await cp(`${root}ingest/host.json`, path.join(folder, 'host.json'));
  await writePackage(folder, { main: 'main.cjs' });
  return zipped(dist, folder);
}

async function emptyFolder(dist: string, name: string): Promise<string> {
  const folder = path.join(dist, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Writes a package.json without dependencies, because Azure installs no packages. */
async function writePackage(folder: string, more: object): Promise<void> {
  const name = `rooms-pro-${path.basename(folder)}`;
  const about = { name, version: '0.1.0', private: true, engines: { node: '>=24' }, ...more };
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(about, null, 2)}\n`);
}

async function zipped(dist: string, folder: string): Promise<Packed> {
  const zip = path.join(dist, `${path.basename(folder)}.zip`);
  await zipFolder(folder, zip);
  return { folder, zip };
}
