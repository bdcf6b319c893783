/** For tests: what is deployed, packed and unpacked once for all workers of a run. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { waitFor } from '../../../demo/src/process/waitFor.ts';
import { packedFolder } from '../../../test/run/packedFolder.ts';
import { packBot, packIngest } from './deployables.ts';
import { addFunctionsHost, unpack } from './packageTestEnv.ts';

/** Folders to run in, which no test writes to, and the zip that ingest came in. */
export type PackedPrograms = {
  readonly bot: string;
  readonly ingest: string;
  readonly ingestZip: string;
};

// Vitest starts every worker, so the parent is the same for all of them.
const folder = packedFolder(process.ppid);
const at = (...parts: string[]) => path.join(folder, ...parts);
const packMs = 120_000;

/** To pack them takes as long as to start the bot three times. The folders are removed at the end of the run. */
export async function openPackedPrograms(): Promise<PackedPrograms> {
  const isFirst = await mkdir(folder).then(
    () => true,
    () => false,
  );
  if (isFirst) await pack();
  await waitFor(async () => existsSync(at('ready')), packMs, 'Another worker packs without end.');
  return { bot: at('bot'), ingest: at('ingest'), ingestZip: at('dist', 'ingest.zip') };
}

async function pack(): Promise<void> {
  await mkdir(at('tab', 'assets'), { recursive: true });
  await writeFile(at('tab', 'index.html'), '<!doctype html><title>The tab</title>');
  const bot = await packBot(at('dist'), at('tab'));
  const ingest = await packIngest(at('dist'));
  await unpack(bot.zip, at('bot'));
  await unpack(ingest.zip, at('ingest'));
  await addFunctionsHost(at('ingest'));
  await writeFile(at('ready'), '');
}
