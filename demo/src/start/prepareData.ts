/** Prepares the data folder of a demonstration before the start. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { StartOptions } from './options.ts';

/** The files that a fresh start removes; the logs always stay. */
const dataFiles = [
  'rooms.sqlite',
  'rooms.sqlite-wal',
  'rooms.sqlite-shm',
  'demo-keys.json',
  'attachments',
];

/** Prepares the folder and counts the starts; the count is the seed of the scenarios. */
export async function prepareData({
  dataFolder,
  isFresh,
}: Pick<StartOptions, 'dataFolder' | 'isFresh'>): Promise<number> {
  for (const name of isFresh ? dataFiles : [])
    await rm(path.join(dataFolder, name), { recursive: true, force: true });
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const counter = path.join(dataFolder, 'starts');
  const starts = Number(await readFile(counter, 'utf8').catch(() => '0')) + 1 || 1;
  await writeFile(counter, String(starts));
  return starts;
}
