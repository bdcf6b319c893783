import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareData } from './prepareData.ts';

let dataFolder: string;

beforeEach(async () => {
  dataFolder = path.join(await mkdtemp(path.join(tmpdir(), 'data-')), 'inside');
});
afterEach(() => rm(path.dirname(dataFolder), { recursive: true }));

/** Creates the data folder of a previous demonstration. */
async function use(): Promise<void> {
  await mkdir(path.join(dataFolder, 'attachments', '1001-1', 'an-id'), { recursive: true });
  await mkdir(path.join(dataFolder, 'logs'));
  for (const name of ['rooms.sqlite', 'rooms.sqlite-wal', 'rooms.sqlite-shm', 'demo-keys.json'])
    await writeFile(path.join(dataFolder, name), 'before');
  await writeFile(path.join(dataFolder, 'attachments', '1001-1', 'an-id', 'content'), 'before');
}

describe('the folder of a demonstration', () => {
  it('is created, and counts the starts', async () => {
    expect(await prepareData({ dataFolder, isFresh: true })).toBe(1);
    expect(await prepareData({ dataFolder, isFresh: false })).toBe(2);
  });

  it('keeps its files, except for a fresh start: then also the attachments are removed', async () => {
    await use();
    await prepareData({ dataFolder, isFresh: false });
    expect(await readdir(path.join(dataFolder, 'attachments'))).toEqual(['1001-1']);
    expect(await readdir(dataFolder)).toContain('rooms.sqlite');
    await prepareData({ dataFolder, isFresh: true });
    expect((await readdir(dataFolder)).sort()).toEqual(['logs', 'starts']);
  });
});
