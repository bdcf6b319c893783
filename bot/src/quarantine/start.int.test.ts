/** The bot starts with any single unreadable document in its store, and logs that document. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { documentKinds, openSqliteStore, type StoredKind } from '@rooms-pro/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { roomId } from '../../../store/src/contract/sampleRooms.suite.ts';
import {
  commitFullRoom,
  fullRoom,
  overwriteInFile,
  realDocuments,
  writeRealDocuments,
} from '../../../store/src/schemas/realDocuments.suite.ts';
import { readDeployedConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { runBot } from '../process/run.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-damaged-'));
  file = path.join(folder, 'rooms.sqlite');
  const store = openSqliteStore({ file });
  await commitFullRoom(store, 1);
  await commitFullRoom(store, 2);
  await writeRealDocuments(store);
  await store.close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Ready = {
  readonly status: string;
  readonly rooms: number;
  readonly unreadable?: { readonly total: number; readonly documents: readonly object[] };
};
type Line = { readonly event: string; readonly kind?: string; readonly id?: string };

/** A bot on the store file, with its log lines. */
async function start() {
  const lines: Line[] = [];
  const log = createLog('info', { write: (line: string) => lines.push(JSON.parse(line)) });
  const config = readDeployedConfig({ NODE_ENV: 'test', PORT: '0', STORE_FILE: file });
  const bot = await runBot({ config, log, tabDirectory: folder });
  return {
    lines,
    stop: bot.stop,
    async ready() {
      const answer = await fetch(`${bot.url}/readyz`);
      return { status: answer.status, body: (await answer.json()) as Ready };
    },
  };
}

const kinds: readonly StoredKind[] = [...documentKinds, 'room'];
const idOf = (kind: StoredKind): string =>
  kind === 'room' || kind === 'event' ? roomId(1) : realDocuments[kind].id;
/** The code uses no field of a person's document, and a lease is replaced at once. */
const isNamed = (kind: StoredKind, json: string): boolean =>
  kind !== 'lease' && (kind !== 'person' || !json.endsWith('}'));

describe.each(kinds)('a bot on a store with a damaged %s', (kind) => {
  it.each([
    ['cut off', '{"next":'],
    ['without a value', 'null'],
    ['from the future', '{"status":"from the future"}'],
  ])('starts and logs the document: %s', async (_, json) => {
    overwriteInFile(file, kind, idOf(kind), json);
    const bot = await start();
    try {
      const wanted = isNamed(kind, json)
        ? { total: 1, documents: [{ kind, id: idOf(kind) }] }
        : null;
      const isTold = async () =>
        wanted === null || (await bot.ready()).body.unreadable !== undefined;
      await vi.waitUntil(isTold, { timeout: 20_000, interval: 20 });
      const { status, body } = await bot.ready();
      expect([status, body.status, body.rooms]).toEqual([200, 'ready', kind === 'room' ? 1 : 2]);
      if (wanted === null) return;
      expect(body.unreadable).toEqual(wanted);
      const named = bot.lines.filter(({ event }) => event === 'document.quarantined');
      expect(named).toMatchObject([{ kind, id: idOf(kind) }]);
    } finally {
      await bot.stop();
    }
  });
});

describe('a bot on a store with real documents', () => {
  it.each(kinds)(
    'starts when any member of a %s is missing or has another value',
    async (kind) => {
      const value: object =
        kind === 'room' || kind === 'event' ? fullRoom(1) : realDocuments[kind].value;
      for (const name of Object.keys(value))
        for (const changed of [undefined, null, 'from the future', 7.5, [], {}]) {
          overwriteInFile(file, kind, idOf(kind), JSON.stringify({ ...value, [name]: changed }));
          const bot = await start();
          expect((await bot.ready()).status).toBe(200);
          await bot.stop();
        }
    },
    120_000,
  );
});
