/** The demonstration starts again although documents of its rooms cannot be read. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultRules } from '@rooms-pro/core';
import { openSqliteStore } from '@rooms-pro/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { damageFile } from '../../store/src/schemas/realDocuments.suite.ts';
import { demoRooms } from './demoRooms.ts';
import { seedDemo } from './seedDemo.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'seed-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function seed() {
  const store = openSqliteStore({ file: path.join(folder, 'rooms.sqlite') });
  const now = () => new Date().toISOString();
  try {
    return await seedDemo({ store, rules: () => defaultRules, now, dataFolder: folder });
  } finally {
    await store.close();
  }
}

it.each([
  ['room', 'room-1003', 'notJson'],
  ['room', 'room-1001', (room: object) => ({ ...room, enrolment: 'later' })],
  ['device', demoRooms[1]?.device ?? '', () => ({ roomId: 5 })],
] as const)('although the %s %s is in quarantine, with the same keys', async (kind, id, damage) => {
  const before = await seed();
  damageFile(path.join(folder, 'rooms.sqlite'), kind, id, damage);
  expect(await seed()).toEqual(before);
});
