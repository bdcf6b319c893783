/** For tests: the packed bot with a ticket, people who sign in, and connections written by hand. */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteStore } from '@rooms-pro/store';
import { createShiftedClock } from '@rooms-pro/testing/clock';
import { createRoomActions } from '@rooms-pro/testing/scenario';
import { openIssuer } from '../../../bot/src/signIn/issuer.suite.ts';
import { openRaw } from '../../../test/attacks/rawConnection.suite.ts';
import { runBotProgram } from './packageTestEnv.ts';
import { openPackedPrograms } from './packedPrograms.suite.ts';

const managers = Array.from(
  { length: 110 },
  (_, n) => `00000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`,
);

/** The packed bot; `run` starts it on a store with the incident 1-1. */
export async function openAttackStory() {
  const folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-attacks-'));
  const at = (...parts: string[]) => path.join(folder, ...parts);
  const programs = await openPackedPrograms();
  const issuer = await openIssuer();
  await furnish(at('rooms.sqlite'));
  const settings = {
    NODE_ENV: 'test',
    PORT: '0',
    BOT_ID: '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
    BOT_TENANT_ID: '2d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
    MANAGER_IDS: managers.join(','),
    ...issuer.env,
  };
  const tokens = new Map<number, Promise<string>>();
  /** The header by which this manager, of 110, shows who they are. */
  async function signedIn(manager = 0): Promise<string> {
    const token = tokens.get(manager) ?? issuer.token(managers[manager] ?? '');
    tokens.set(manager, token);
    return `Authorization: Bearer ${await token}`;
  }

  const runs: Awaited<ReturnType<typeof runBotProgram>>[] = [];
  return {
    signedIn,
    /** Starts it on a copy of the store. */
    async run(more: Readonly<Record<string, string>> = {}) {
      const own = at(`run-${runs.length}`);
      await mkdir(own);
      const STORE_FILE = path.join(own, 'rooms.sqlite');
      await copyFile(at('rooms.sqlite'), STORE_FILE);
      const trusted = more['NODE_EXTRA_CA_CERTS'];
      const others = trusted ? await readFile(trusted, 'utf8') : '';
      const NODE_EXTRA_CA_CERTS = path.join(own, 'trusted.pem');
      await writeFile(NODE_EXTRA_CA_CERTS, `${issuer.cert}\n${others}`);
      const env = { ...settings, ...more, STORE_FILE, NODE_EXTRA_CA_CERTS };
      const bot = await runBotProgram(programs.bot, env);
      runs.push(bot);
      const port = Number(new URL(bot.url).port);
      return {
        ...bot,
        port,
        /** The status of a request on a connection of its own. */
        async status(line: string, ...headers: readonly string[]): Promise<number> {
          const head = [`${line} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers];
          const connection = await openRaw(port, `${head.join('\r\n')}\r\n\r\n`);
          return Number(/^HTTP\/1\.1 (\d{3})/.exec(await connection.closed())?.[1] ?? 0);
        },
      };
    },
    async close() {
      for (const bot of runs) await bot.stop();
      await issuer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function furnish(file: string): Promise<void> {
  const store = openSqliteStore({ file });
  const clock = createShiftedClock();
  const house = createRoomActions(store, clock);
  await house.breaks(await house.addRoom(1, { name: 'Heron' }), 'display:1');
  await store.close();
}
