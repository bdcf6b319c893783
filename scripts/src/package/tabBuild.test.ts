import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isTabStale } from './tabBuild.ts';

let house: string;

beforeEach(async () => {
  house = await mkdtemp(path.join(os.tmpdir(), 'tab-'));
});
afterEach(() => rm(house, { recursive: true, force: true }));

/** A file that was last changed in this second of the test's own time. */
async function put(file: string, second: number): Promise<void> {
  await mkdir(path.dirname(path.join(house, file)), { recursive: true });
  await writeFile(path.join(house, file), '');
  await utimes(path.join(house, file), 1_700_000_000 + second, 1_700_000_000 + second);
}

describe('isTabStale', () => {
  it('wants a build when there is none', async () => {
    await put('tab/src/main.tsx', 1);
    expect(await isTabStale(house)).toBe(true);
  });

  it('keeps a build that is newer than everything it is made from', async () => {
    await put('tab/src/rooms/Rooms.tsx', 1);
    await put('core/src/words.ts', 2);
    await put('tab/dist/index.html', 3);
    expect(await isTabStale(house)).toBe(false);
  });

  it.each([
    'tab/src/ticket/history/TicketHistory.tsx',
    'tab/index.html',
    'tab/vite.config.ts',
    'core/src/words.ts',
  ])('wants a build when %s has changed since', async (file) => {
    await put('tab/src/main.tsx', 1);
    await put('tab/dist/index.html', 3);
    await put(file, 4);
    expect(await isTabStale(house)).toBe(true);
  });
});
