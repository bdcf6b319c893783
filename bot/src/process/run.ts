/**
 * The bot as a process of its own, beside others that write to the same store: what ingest and the
 * sweep commit comes in by the store's feed, when rooms were heard by the pages of last-seen times.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { type Availability, defaultRules, type Instant } from '@rooms-pro/core';
import {
  type Attachments,
  createLastSeen,
  type LastSeen,
  type MultiProcessStore,
  openAttachments,
  openLazyAttachments,
  openMultiProcessStore,
  openPeopleDirectory,
  openRuleRepository,
  type RuleRepository,
  type Store,
  storeName,
} from '@rooms-pro/store';
import { composeBot } from '../compose.ts';
import type { DeployedConfig } from '../config.ts';
import type { Log } from '../log.ts';
import type { Sharing } from '../notify/delivery/leasedSender.ts';
import { createDirectoryPeople } from '../signIn/directoryPeople.ts';
import { watchPeople } from '../signIn/watchPeople.ts';
import { type BotServer, createHttpServer } from './httpServer.ts';
import { observeMetrics } from './measure.ts';
import { retryUntilOpen } from './retryUntilOpen.ts';

export type RunningBot = {
  readonly url: string;
  /** Lets requests and sends end, then lets go of the store. */
  stop(): Promise<void>;
};

export type RunOptions = {
  readonly config: DeployedConfig;
  readonly log: Log;
  readonly tabDirectory: string;
  /** Ends the wait for a store; `runBot` then throws what the signal says. */
  readonly signal?: AbortSignal;
};

/** How long a change made elsewhere may take until cards and tab hear of it. */
const followEveryMs = 500;
const keepUpEveryMs = 60_000;
const now = (): Instant => new Date().toISOString();

/**
 * Listens, opens the store and starts. An account that cannot be reached, or not yet, is waited for, and
 * `/readyz` says so; anything else that fails ends the start. Any number of processes may be the bot: each answers people and the
 * tab, and one of them sends cards, because Teams counts sends per app and two would post each card
 * twice. Throws, having let go of everything, when the port or the file cannot be had.
 */
export async function runBot(options: RunOptions): Promise<RunningBot> {
  const { config, log, signal } = options;
  const onCrowded = (connections: number) => log.warn('connections.crowded', { connections });
  const door = createHttpServer({ onCrowded });
  const port = await door.listen(config.port, config.host);
  log.info('bot.listening', { port });
  const open = () => openBot(options, door);
  try {
    // A file that cannot be had is said at once, to whoever has just started it by hand.
    if (config.store.kind === 'sqlite') return await open();
    const onWait = () => door.notYet('storeUnreachable');
    const store = storeName(config.store);
    return await retryUntilOpen(open, { log, store, onWait, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (signal?.aborted !== true)
      log.error('bot.failed', { store: storeName(config.store) }, error);
    await door.close();
    throw error;
  }
}

async function openBot(options: RunOptions, door: BotServer): Promise<RunningBot> {
  const { config, log } = options;
  const onFault = (error: unknown) => log.error('feed.failed', {}, error);
  const store = await openMultiProcessStore(config.store, { everyMs: followEveryMs, onFault });
  try {
    const { bot, keepingUp, following, url } = await startOn(store, options, door);
    const end = async (): Promise<void> => {
      clearInterval(keepingUp);
      following.stop();
      await bot.stop();
      await store.close();
    };
    let ending: Promise<void> | null = null;
    const stop = () => {
      ending ??= end();
      return ending;
    };
    return { url, stop };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function startOn(
  store: MultiProcessStore,
  { config, log, tabDirectory }: RunOptions,
  door: BotServer,
) {
  const lastSeen = createLastSeen(store);
  const ruleBook = openBook(store, log);
  const peopleBook = openPeopleDirectory(store, { onFault: () => log.error('people.unusable') });
  await Promise.all([ruleBook.load(), lastSeen.load(), peopleBook.load()]);
  const { managerIds, signIn } = config;
  const people = createDirectoryPeople({ book: peopleBook, managerIds, signIn, now, log });
  const { rules } = ruleBook;
  const attachments = openPlace(config, log);
  const books = { ruleBook, peopleBook, rules, people };
  const parts = { store, lastSeen, ...books, config, attachments, log, now };
  const sharing = sharingOf(store);
  const bot = await composeBot({ ...parts, tabDirectory, pace: 1, sharing, door });
  const { url } = await bot.start();
  const following = watchPeople({ store, book: peopleBook, sharing, log });
  const keepingUp = setInterval(() => void keepUp(lastSeen, ruleBook, log), keepUpEveryMs);
  observeMetrics(bot);
  return { bot, keepingUp, following, url };
}

/** Chat, cards and the tab go on without it. */
function openPlace({ attachments }: DeployedConfig, log: Log): Attachments | null {
  if (attachments === null) return null;
  const onFault = (error: unknown) => log.error('attachments.unreachable', {}, error);
  return openLazyAttachments(() => openAttachments(attachments), onFault);
}

function sharingOf({ catchUp }: MultiProcessStore): Sharing {
  return {
    holder: `${hostname()} ${process.pid} ${randomUUID()}`,
    catchUp,
    nowMs: () => performance.now(),
    delay: (ms, signal) => wait(ms, undefined, { signal }),
  };
}

/**
 * A bot of its own hears no telemetry, so it opens nothing that time has to confirm: what is due then is
 * opened by the next sweep, in a process that knows whether the device was heard.
 */
const neverListening: Availability = {
  since: '9999-12-31T00:00:00.000Z',
  pausedFrom: '9999-12-31T00:00:00.000Z',
};

function openBook(store: Store, log: Log): RuleRepository {
  const onFault = (reason: string) => log.error('rules.unusable', { reason });
  return openRuleRepository(store, {
    base: { ...defaultRules, listening: neverListening },
    pace: 1,
    onFault,
  });
}

async function keepUp(lastSeen: LastSeen, ruleBook: RuleRepository, log: Log): Promise<void> {
  const told = (error: unknown) => log.error('store.failed', {}, error);
  await Promise.all([lastSeen.load().catch(told), ruleBook.load().catch(told)]);
}
