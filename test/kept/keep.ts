/**
 * Keeps a further database: `node test/kept/keep.ts` plays the scenario on the product of today and writes
 * `test/kept/<date>.jsonl` with what the API returns for it and the schemas of its documents.
 *
 * Run it before a change of what is stored: a member that is added, renamed or removed, a further kind of
 * document or change, another form of a row. Commit the files before the change. A kept file is never
 * written again: it proves that later versions read what this version wrote.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { contendForLease, openSqliteStore } from '@rooms-pro/store';
import { createManualClock } from '@rooms-pro/testing/clock';
import { openFakeTeams } from '@rooms-pro/testing/teams';
import { frozenAnswers } from './answers.ts';
import { createClient } from './client.ts';
import { checkCosmosForm } from './cosmosForm.ts';
import { memoryFolder, teamsAddress } from './opened.ts';
import { openProduct, type Product } from './product.ts';
import { type Line, putIntoSqlite, readDatabase, writeLines } from './rows.ts';
import { findGaps } from './scenario/coverage.ts';
import { play } from './scenario/play.ts';
import { olderSchemas } from './schemas.ts';

const date = process.argv[2] ?? new Date().toISOString().slice(0, 10);
const target = (ending: string) => path.join(import.meta.dirname, `${date}${ending}.jsonl`);
const folder = await mkdtemp(path.join(memoryFolder, 'keep-'));
const file = path.join(folder, 'rooms.sqlite');
const attachments = path.join(folder, 'attachments');
const teams = await openFakeTeams();
const clock = createManualClock('2026-11-22T06:00:00.000Z');

const openAt = (at: string, time = clock): Promise<Product> =>
  openProduct({
    openStore: async () => openSqliteStore({ file: at }),
    folder: attachments,
    clock: time,
  });

/** Leaves the lease of the sender as a process does that is killed: it is not given back. */
async function leaveLease(): Promise<void> {
  const store = openSqliteStore({ file });
  const gained = Promise.withResolvers<void>();
  contendForLease(store, 'sender', {
    holder: 'a process that was killed',
    delay: () => new Promise(() => {}),
    nowMs: () => 0,
    onGain: gained.resolve,
    onLoss: async () => {},
  });
  await gained.promise;
  await store.close();
}

try {
  let product = await openAt(file);
  const client = createClient(() => product, teams);
  const played = await play(() => product, client);
  await product.stop();
  await leaveLease();
  const lines = (await readDatabase(file, attachments)).map(
    (line): Line => JSON.parse(JSON.stringify(line).replaceAll(teams.url, teamsAddress)),
  );
  await writeLines(target(''), lines);
  await checkCosmosForm(lines);
  console.log(`${lines.length} rows and files.`);
  for (const gap of findGaps(lines)) console.log(gap);

  const copy = path.join(folder, 'copy.sqlite');
  putIntoSqlite(lines, copy);
  product = await openAt(copy);
  await writeLines(target('.answers'), [played, ...(await frozenAnswers(client))]);
  await product.stop();
  await writeLines(target('.schemas'), olderSchemas());
} finally {
  teams.close();
  await rm(folder, { recursive: true, force: true });
}
process.exit();
