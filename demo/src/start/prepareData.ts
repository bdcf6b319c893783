/** The folder of a demonstration, made ready before anything is started in it. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { StartOptions } from './options.ts';

/** What one demonstration leaves to the next; the logs stay whatever is asked. */
const handedOn = [
  'rooms.sqlite',
  'rooms.sqlite-wal',
  'rooms.sqlite-shm',
  'demo-keys.json',
  'attachments',
];

/** Makes room for this start's data and counts the starts: each has its own stories. */
export async function prepareData({
  dataFolder,
  isFresh,
}: Pick<StartOptions, 'dataFolder' | 'isFresh'>): Promise<number> {
  for (const name of isFresh ? handedOn : [])
    await rm(path.join(dataFolder, name), { recursive: true, force: true });
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const counter = path.join(dataFolder, 'starts');
  const starts = Number(await readFile(counter, 'utf8').catch(() => '0')) + 1 || 1;
  await writeFile(counter, String(starts));
  return starts;
}
