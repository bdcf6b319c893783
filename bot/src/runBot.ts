/**
 * The bot as a process of its own, beside others that write to the same store: what ingest and the
 * sweep commit comes in by the store's feed, when rooms were heard by the pages of last-seen times.
 */
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { defaultRules, type Instant } from '@rooms-pro/core';
import {
  createLastSeen,
  type FollowedStore,
  followStore,
  type LastSeen,
  type Lease,
  openRuleBook,
  openStore,
  type RuleBook,
  type Store,
  takeLease,
} from '@rooms-pro/store';
import { composeBot } from './compose.ts';
import type { DeployedConfig } from './config.ts';
import { createListedPeople } from './listedPeople.ts';
import type { Log } from './log.ts';
import { openWaitingRoom } from './waitingRoom.ts';

export type RunningBot = {
  readonly url: string;
  /** Resolves when it may no longer be the only one: it must end, at once. */
  readonly isOusted: Promise<void>;
  /** Lets requests and sends end, then lets go of the store. */
  stop(): Promise<void>;
};

export type RunOptions = {
  readonly config: DeployedConfig;
  readonly log: Log;
  readonly tabDirectory: string;
  /** Ends waiting for another process that still is the bot. */
  readonly signal: AbortSignal;
};

/** How long a change made elsewhere may take until cards and tab hear of it. */
const followEveryMs = 500;
const keepUpEveryMs = 60_000;
const now = (): Instant => new Date().toISOString();

/**
 * Opens the store, waits until no other process is the bot (Teams counts sends per app, and two would
 * post each card twice), and starts. Throws, having let go of everything, when any of it fails.
 */
export async function runBot(options: RunOptions): Promise<RunningBot> {
  const { config, log } = options;
  const store = await followStore(await openStore(config.store), {
    everyMs: followEveryMs,
    delay: (ms, signal) => wait(ms, undefined, { signal }),
    onFault: (error) => log.error('feed.failed', {}, error),
    nowMs: Date.now,
  });
  try {
    const lease = await waitForTurn(store, options);
    const { bot, keepingUp, url } = await startOn(store, options).catch(async (error: unknown) => {
      await lease.release();
      throw error;
    });
    const end = async (): Promise<void> => {
      clearInterval(keepingUp);
      await bot.stop();
      // Not released, it is taken over half a minute later.
      await lease.release().catch((error: unknown) => log.error('store.failed', {}, error));
      await store.close();
    };
    let ending: Promise<void> | null = null;
    const stop = () => {
      ending ??= end();
      return ending;
    };
    return { url, isOusted: lease.lost, stop };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Answers for the bot until it is our turn; from then on nobody else is. */
async function waitForTurn(store: Store, { config, log, signal }: RunOptions): Promise<Lease> {
  const room = await openWaitingRoom(config.port, config.host);
  try {
    const lease = await takeLease(store, 'botLease', {
      holder: `${hostname()} ${process.pid}`,
      delay: (ms, aborted) => wait(ms, undefined, { signal: aborted }),
      nowMs: () => performance.now(),
      signal,
    });
    log.info('lease.taken');
    return lease;
  } finally {
    await room.close();
  }
}

async function startOn(store: FollowedStore, { config, log, tabDirectory }: RunOptions) {
  const lastSeen = createLastSeen(store);
  const ruleBook = openBook(store, log);
  await Promise.all([ruleBook.load(), lastSeen.load()]);
  const people = createListedPeople(config.managerIds);
  const { rules } = ruleBook;
  const parts = { store, lastSeen, ruleBook, rules, config, people, log, now };
  const bot = await composeBot({ ...parts, tabDirectory, pace: 1 });
  const { url } = await bot.start();
  const keepingUp = setInterval(() => void keepUp(lastSeen, ruleBook, log), keepUpEveryMs);
  return { bot, keepingUp, url };
}

function openBook(store: Store, log: Log): RuleBook {
  const onFault = (reason: string) => log.error('rules.unusable', { reason });
  return openRuleBook(store, { base: defaultRules, pace: 1, onFault });
}

async function keepUp(lastSeen: LastSeen, ruleBook: RuleBook, log: Log): Promise<void> {
  const told = (error: unknown) => log.error('store.failed', {}, error);
  await Promise.all([lastSeen.load().catch(told), ruleBook.load().catch(told)]);
}
