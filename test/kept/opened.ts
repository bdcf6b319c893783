/** A kept database that the product of today has opened, on one of the two stores. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openCosmosStore, openSqliteStore, type Store } from '@rooms-pro/store';
import { createManualClock } from '@rooms-pro/testing/clock';
import { startFakeCosmos } from '@rooms-pro/testing/cosmos';
import { openFakeTeams } from '@rooms-pro/testing/teams';
import { onFakeCosmos } from '../../store/src/cosmos/cosmosTrial.suite.ts';
import type { FrozenAnswer, KeptSecrets } from './answers.ts';
import { createClient } from './client.ts';
import { putIntoCosmos, readCosmos } from './cosmosForm.ts';
import { createOlderReader, type OlderSchema } from './olderReader.ts';
import { openProduct, type Product } from './product.ts';
import { type Line, putFiles, putIntoSqlite, readDatabase, readLines } from './rows.ts';

/** Teams' address in the kept files: the only text of them that a test replaces. */
export const teamsAddress = 'https://teams.example.com/';
export const stores = ['SQLite', 'Cosmos DB'] as const;
export type StoreName = (typeof stores)[number];

/** In memory none of the commits waits for a disk. */
export const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The files that were kept on one day. */
export async function readKept(date: string) {
  const at = (ending: string) => path.join(import.meta.dirname, `${date}${ending}.jsonl`);
  const [secrets, ...answers] = await readLines<KeptSecrets & FrozenAnswer>(at('.answers'));
  if (!secrets) throw new Error(`There are no answers of ${date}.`);
  return {
    lines: await readLines<Line>(at('')),
    secrets: secrets as KeptSecrets,
    answers: answers as readonly FrozenAnswer[],
    older: createOlderReader(await readLines<OlderSchema>(at('.schemas'))),
  };
}
export type Kept = Awaited<ReturnType<typeof readKept>>;

export type Opened = Awaited<ReturnType<typeof openKept>>;

/** Puts a kept database into a store and starts the product on it, at the time at which it was kept. */
export async function openKept({ lines, secrets }: Kept, storeName: StoreName) {
  const folder = await mkdtemp(path.join(memoryFolder, 'kept-'));
  const attachments = path.join(folder, 'attachments');
  const teams = await openFakeTeams();
  const moved = JSON.stringify(lines).replaceAll(teamsAddress, teams.url);
  const before = JSON.parse(moved) as readonly Line[];
  await putFiles(before, attachments);
  const database = await (storeName === 'SQLite' ? onSqlite : onCosmos)(before, folder);
  const clock = createManualClock(secrets.at);
  let product: Product;
  const start = async () => {
    product = await openProduct({ openStore: database.openStore, folder: attachments, clock });
    await product.outlastLease();
  };
  async function end(): Promise<readonly Line[]> {
    await product.stop();
    const after = await database.readAll();
    await database.close();
    teams.close();
    await rm(folder, { recursive: true, force: true });
    return after;
  }

  let ended: Promise<readonly Line[]> | null = null;
  await start();
  const client = createClient(() => product, teams);
  return {
    before,
    clock,
    client,
    teams,
    product: () => product,
    /** A room of the kept database by its name, with its first device. */
    room(name: string) {
      const found = before.find((line) => line.table === 'rooms' && line.body['name'] === name);
      if (found?.table !== 'rooms') throw new Error(`There was no room ${name}.`);
      const { id } = found;
      const isOfRoom = (line: Line) =>
        line.table === 'documents' && line.kind === 'device' && line.body['roomId'] === id;
      const device = before.find(isOfRoom);
      return { id, device: device?.table === 'documents' ? device.id : '' };
    },
    /** The message of the card of a signal in a conversation, as the kept database knows it. */
    cardOf(roomId: string, signal: string, conversationId: string): string {
      const isOfRoom = (line: Line) =>
        line.table === 'documents' && line.kind === 'posts' && line.id === roomId;
      const line = before.find(isOfRoom);
      const { posts = {} } = (line?.table === 'documents' ? line.body : {}) as { posts?: object };
      const card = Object.values(posts).find(
        (post) => post.signal === signal && post.conversationId === conversationId,
      );
      if (!card) throw new Error(`There was no card of ${roomId} ${signal}.`);
      return card.activityId;
    },
    /** Conversations to which a card was posted anew; an edit or a reply does not count. */
    posted: () =>
      teams.delivered.flatMap(({ method, path: to }) => {
        const [, conversation] = /conversations\/([^/]+)\/activities$/.exec(to) ?? [];
        return method === 'POST' && conversation !== undefined ? [conversation] : [];
      }),
    /** Resolves when a card was edited. */
    async untilEdited(conversation: string, message: string): Promise<void> {
      const to = `/v3/conversations/${conversation}/activities/${message}`;
      const deadline = Date.now() + 20_000;
      const isEdit = (one: { method: string; path: string }) =>
        one.method === 'PUT' && one.path === to;
      while (!teams.delivered.some(isEdit)) {
        if (Date.now() > deadline) throw new Error(`${message} was not edited.`);
        await wait(2);
      }
    },
    /** As after an update: the process ends and another one starts on what it left. */
    async restart() {
      await product.stop();
      await start();
    },
    /** Ends the product and returns what is in the database then; the second time it does nothing. */
    end: () => {
      ended ??= end();
      return ended;
    },
  };
}

type Database = {
  readonly openStore: () => Promise<Store>;
  readonly readAll: () => Promise<readonly Line[]>;
  readonly close: () => Promise<void>;
};

async function onSqlite(lines: readonly Line[], folder: string): Promise<Database> {
  const file = path.join(folder, 'rooms.sqlite');
  putIntoSqlite(lines, file);
  return {
    openStore: async () => openSqliteStore({ file }),
    readAll: () => readDatabase(file, path.join(folder, 'attachments')),
    close: async () => {},
  };
}

async function onCosmos(lines: readonly Line[]): Promise<Database> {
  const fakeCosmos = await startFakeCosmos();
  const options = onFakeCosmos(fakeCosmos);
  // Opened once to make the containers.
  await (await openCosmosStore(options)).close();
  putIntoCosmos(lines, fakeCosmos, options.database);
  return {
    openStore: () => openCosmosStore(options),
    readAll: async () => readCosmos(fakeCosmos, options.database),
    async close() {
      await fakeCosmos.stop();
      if (fakeCosmos.offences.length > 0) throw new Error(fakeCosmos.offences.join('\n'));
    },
  };
}
