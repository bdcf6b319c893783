/**
 * Everything a story needs, for real: the embedded platform and the built tab in this process, the
 * Agents Playground beside it, and Chromium in front of both. Only the devices are played.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLog as createBotLog } from '@rooms-pro/bot';
import type { RoomId, RoomProfile, TicketNumber } from '@rooms-pro/core';
import { createLog, issueKey, registerRoom } from '@rooms-pro/ingest';
import type { Attachments, Store } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';
import type { Browser, Page } from 'playwright-core';
import { type Embedded, startEmbedded } from '../../../demo/src/embedded.ts';
import { isReachable, waitFor } from '../../../demo/src/process/waitFor.ts';
import { createChildren } from '../../../demo/src/start/children.ts';
import { openLogFile } from '../../../demo/src/start/logFile.ts';
import { playgroundPlan } from '../../../demo/src/start/playground.ts';
import { buildTab, isTabStale } from '../../../scripts/src/package/tabBuild.ts';
import { closeWindows, openChromium } from '../engines/chromium.ts';
import { startDevice, type TestDevice } from './device.ts';

/** Five minutes of a rule pass in one second. */
const pace = 300;
const startMs = 60_000;

/** A room with its device in it, switched on. */
export type RoomInUse = {
  readonly id: RoomId;
  readonly name: string;
  readonly device: TestDevice;
  /** Its ticket numbers begin with the room's own number. */
  ticket(ordinal: number): TicketNumber;
};

/** What a story is told on instead of SQLite. */
export type Database = {
  /** Opens the store; who asks for it closes it. */
  openStore(): Promise<Store>;
  /** Opens the place for attachments; without it they are in a folder. */
  readonly openAttachments?: () => Promise<Attachments>;
  /** Ends it, once the store is closed. */
  stop(): Promise<void>;
};

export type Platform = {
  readonly browser: Browser;
  /** Enrols a room with two displays and a microphone, and switches its device on. */
  addRoom(name: string): Promise<RoomInUse>;
  /** A window on the Playground, its chats loaded. */
  openPlayground(): Promise<Page>;
  /** The address of a page of the tab. */
  addressOf(place: string): string;
  /** A window on a page of the tab, `tickets/1001-1`. */
  openTab(place: string): Promise<Page>;
  /** Ends all of it, what was started last first. */
  stop(): Promise<void>;
};

/** Starts everything, on SQLite if not told otherwise, or starts nothing and throws. */
export async function startPlatform(startDatabase?: () => Promise<Database>): Promise<Platform> {
  const ending: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of ending.splice(0).reverse()) await end();
  };
  try {
    return { ...(await start((end) => ending.push(end), startDatabase)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  atEnd: (end: () => Promise<unknown>) => void,
  startDatabase?: () => Promise<Database>,
): Promise<Omit<Platform, 'stop'>> {
  if (await isTabStale()) await buildTab();
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-story-'));
  atEnd(() => rm(dataFolder, { recursive: true, force: true }));
  const database = await startDatabase?.();
  if (database) atEnd(database.stop);
  const embedded = await startQuietly(dataFolder, database);
  atEnd(embedded.stop);
  const playground = await startPlayground(embedded.url, dataFolder, atEnd);
  const browser = await openChromium();
  atEnd(() => closeWindows(browser));

  async function openPage(address: string): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(address);
    return page;
  }

  const addressOf = (place: string) => `${embedded.url}/tab/${place}`;

  return {
    browser,
    async addRoom(name) {
      const room = await enrolRoom(embedded, name);
      atEnd(room.device.stop);
      return room;
    },
    async openPlayground() {
      const page = await openPage(playground);
      await page.getByRole('treeitem').first().waitFor({ timeout: startMs });
      return page;
    },
    addressOf,
    openTab: (place) => openPage(addressOf(place)),
  };
}

async function startQuietly(
  dataFolder: string,
  { openStore, openAttachments }: Partial<Database> = {},
): Promise<Embedded> {
  return startEmbedded({
    dataFolder,
    port: await findFreePort(),
    pace,
    log: createLog('silent'),
    botLog: createBotLog('silent'),
    ...(openStore ? { openStore } : {}),
    ...(openAttachments ? { openAttachments } : {}),
  });
}

async function startPlayground(
  botUrl: string,
  dataFolder: string,
  atEnd: (end: () => Promise<unknown>) => void,
): Promise<string> {
  const logFile = openLogFile(dataFolder);
  atEnd(logFile.close);
  const children = createChildren(logFile, () => undefined);
  atEnd(children.stop);
  const port = await findFreePort();
  children.start(playgroundPlan(port, Number(new URL(botUrl).port), dataFolder));
  const url = `http://127.0.0.1:${port}/`;
  await waitFor(() => isReachable(url), startMs, 'The Agents Playground did not start.');
  return url;
}

async function enrolRoom({ store, rules, url }: Embedded, name: string): Promise<RoomInUse> {
  const now = () => new Date().toISOString();
  const device = `mtr-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  const by = { kind: 'platform' } as const;
  const room = { profile: profileOf(name), device, enrol: true, by };
  const { roomId } = await registerRoom({ store, rules, now }, room);
  const { key } = await issueKey(store, { kind: 'device', device }, now());
  const identity = {
    device,
    displayName: name,
    displays: 2,
    usesSkype: false,
    address: '10.20.7.41',
  };
  const number = Number(roomId.slice('room-'.length));
  return {
    id: roomId,
    name,
    device: startDevice(url, key, identity),
    ticket: (ordinal) => `${number}-${ordinal}`,
  };
}

function profileOf(name: string): RoomProfile {
  const place = { building: 'Quay House', floor: '3', timeZone: 'Europe/Lisbon' };
  return aProfile({ name, ...place, groups: ['Quay House'], expectedDisplays: 2 });
}

/** A port nobody listens on just now. */
function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
