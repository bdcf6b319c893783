/** A kept database as the embedded run finds it: a file of SQLite and a folder of attachments. */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { createLog as createBotLog } from '@rooms-pro/bot';
import { startEmbedded } from '@rooms-pro/demo';
import { createLog } from '@rooms-pro/ingest';
import { openFakeTeams } from '@rooms-pro/testing/teams';
import { type Kept, memoryFolder, teamsAddress } from './opened.ts';
import { type Line, putFiles, putIntoSqlite } from './rows.ts';

/** Starts it at the time at which the database was kept. */
export async function openEmbedded({ lines, secrets }: Kept) {
  const dataFolder = await mkdtemp(path.join(memoryFolder, 'kept-embedded-'));
  const teams = await openFakeTeams();
  const moved = JSON.stringify(lines).replaceAll(teamsAddress, teams.url);
  const before = JSON.parse(moved) as readonly Line[];
  putIntoSqlite(before, path.join(dataFolder, 'rooms.sqlite'));
  await putFiles(before, path.join(dataFolder, 'attachments'));
  const { url, store, stop } = await startEmbedded({
    dataFolder,
    port: 0,
    pace: 1,
    now: () => secrets.at,
    log: createLog('silent'),
    botLog: createBotLog('silent'),
  });
  return {
    url,
    quarantine: () => store.quarantine.list(),
    async stop() {
      await stop();
      teams.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
