/** For tests: what is deployed, packed and unpacked once for all test files of a worker. */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packBot, packIngest } from './deployables.ts';
import { addFunctionsHost, unpack } from './packageTestEnv.ts';

/** Folders to run in, which no test writes to, and the zip that ingest came in. */
export type PackedPrograms = {
  readonly bot: string;
  readonly ingest: string;
  readonly ingestZip: string;
};

let packed: Promise<PackedPrograms> | null = null;

/** To pack them takes as long as to start the bot three times. The folders go with the worker. */
export function openPackedPrograms(): Promise<PackedPrograms> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<PackedPrograms> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-packed-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const at = (...parts: string[]) => path.join(folder, ...parts);
  await mkdir(at('tab', 'assets'), { recursive: true });
  await writeFile(at('tab', 'index.html'), '<!doctype html><title>The tab</title>');
  const bot = await packBot(at('dist'), at('tab'));
  const ingest = await packIngest(at('dist'));
  await unpack(bot.zip, at('bot'));
  await unpack(ingest.zip, at('ingest'));
  await addFunctionsHost(at('ingest'));
  return { bot: at('bot'), ingest: at('ingest'), ingestZip: ingest.zip };
}
