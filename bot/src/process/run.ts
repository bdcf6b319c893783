/**
 * Runs the bot as a separate process, while other processes write to the same store. The store's feed brings
 * the commits of ingest and of the sweep; the last-seen pages bring the times of the latest telemetry.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { keepResult } from '@rooms-pro/async';
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
  /** Waits for requests and sends, then closes the store. */
  stop(): Promise<void>;
};

export type RunOptions = {
  readonly config: DeployedConfig;
  readonly log: Log;
  readonly tabDirectory: string;
  /** Ends the wait for a store; `runBot` then throws the reason of the signal. */
  readonly signal?: AbortSignal;
};

/** The time between two reads of the feed, which is the longest delay of changes by other processes. */
const followEveryMs = 500;
const keepUpEveryMs = 60_000;
const now = (): Instant => new Date().toISOString();

/**
 * Listens, opens the store and starts. If the account of the store is unreachable, it waits and `/readyz`
 * shows the reason; any other failure ends the start. Several bot processes may run: each serves people and
 * the tab, and only one sends cards, because Teams counts sends per app and two senders would post each card
 * twice. Throws when the port or the file is unavailable, after it has released all resources.
 */
export async function runBot(options: RunOptions): Promise<RunningBot> {
  const { config, log, signal } = options;
  const onCrowded = (connections: number) => log.warn('connections.crowded', { connections });
  const httpServer = createHttpServer({ onCrowded });
  const port = await httpServer.listen(config.port, config.host);
  log.info('bot.listening', { port });
  const open = () => openBot(options, httpServer);
  try {
    // With a file there is no retry: the person who starts the bot by hand sees the error at once.
    if (config.store.kind === 'sqlite') return await open();
    const onWait = () => httpServer.setUnavailable('storeUnreachable');
    const store = storeName(config.store);
    return await retryUntilOpen(open, { log, store, onWait, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (signal?.aborted !== true)
      log.error('bot.failed', { store: storeName(config.store) }, error);
    await httpServer.close();
    throw error;
  }
}

async function openBot(options: RunOptions, httpServer: BotServer): Promise<RunningBot> {
  const { config, log } = options;
  const onFault = (error: unknown) => log.error('feed.failed', {}, error);
  const store = await openMultiProcessStore(config.store, { everyMs: followEveryMs, onFault });
  try {
    const { bot, keepingUp, following, url } = await startOn(store, options, httpServer);
    const end = async (): Promise<void> => {
      clearInterval(keepingUp);
      following.stop();
      await bot.stop();
      await store.close();
    };
    return { url, stop: keepResult(end) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function startOn(
  store: MultiProcessStore,
  { config, log, tabDirectory }: RunOptions,
  httpServer: BotServer,
) {
  const lastSeen = createLastSeen(store);
  const ruleRepository = openRules(store, log);
  const peopleDirectory = openPeopleDirectory(store, {
    onFault: () => log.error('people.unusable'),
  });
  await Promise.all([ruleRepository.load(), lastSeen.load(), peopleDirectory.load()]);
  const { managerIds, signIn } = config;
  const people = createDirectoryPeople({
    directory: peopleDirectory,
    managerIds,
    signIn,
    now,
    log,
  });
  const { rules } = ruleRepository;
  const attachments = openPlace(config, log);
  const repositories = { ruleRepository, peopleDirectory, rules, people };
  const parts = { store, lastSeen, ...repositories, config, attachments, log, now };
  const sharing = sharingOf(store);
  const bot = await composeBot({ ...parts, tabDirectory, pace: 1, sharing, httpServer });
  const { url } = await bot.start();
  const following = watchPeople({ people: peopleDirectory, sharing, log });
  const keepingUp = setInterval(() => void keepUp(lastSeen, ruleRepository, log), keepUpEveryMs);
  observeMetrics(bot);
  return { bot, keepingUp, following, url };
}

/** Opens the attachments without waiting for them: chat, cards and the tab work without them. */
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
 * A separate bot process receives no telemetry, so it opens no incident that needs confirmation by time. The
 * next sweep opens it, in a process with the last-seen time of the device.
 */
const neverListening: Availability = {
  since: '9999-12-31T00:00:00.000Z',
  pausedFrom: '9999-12-31T00:00:00.000Z',
};

function openRules(store: Store, log: Log): RuleRepository {
  const onFault = (reason: string) => log.error('rules.unusable', { reason });
  return openRuleRepository(store, {
    base: { ...defaultRules, listening: neverListening },
    pace: 1,
    onFault,
  });
}

async function keepUp(lastSeen: LastSeen, ruleRepository: RuleRepository, log: Log): Promise<void> {
  const onError = (error: unknown) => log.error('store.failed', {}, error);
  await Promise.all([lastSeen.load().catch(onError), ruleRepository.load().catch(onError)]);
}
