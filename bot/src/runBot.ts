/**
 * The bot as a process of its own, beside others that write to the same store: what ingest and the
 * sweep commit comes in by the store's feed, when rooms were heard by the pages of last-seen times.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { defaultRules, type Instant } from '@rooms-pro/core';
import {
  createLastSeen,
  followStore,
  type LastSeen,
  openRuleBook,
  openStore,
  type RuleBook,
  type Store,
} from '@rooms-pro/store';
import { type Bot, composeBot } from './compose.ts';
import type { DeployedConfig } from './config.ts';
import { createListedPeople } from './listedPeople.ts';
import type { Log } from './log.ts';

export type RunningBot = {
  readonly url: string;
  /** Lets requests and sends end, then lets go of the store. */
  stop(): Promise<void>;
};

/** How long a change made elsewhere may take until cards and tab hear of it. */
const followEveryMs = 500;
const keepUpEveryMs = 60_000;

/** Opens the store and starts; throws, having let go of everything, when either fails. */
export async function runBot(
  config: DeployedConfig,
  log: Log,
  tabDirectory: string,
): Promise<RunningBot> {
  const now = (): Instant => new Date().toISOString();
  const store = await followStore(await openStore(config.store), {
    everyMs: followEveryMs,
    delay: (ms, signal) => wait(ms, undefined, { signal }),
    onFault: (error) => log.error('feed.failed', {}, error),
    nowMs: Date.now,
  });
  try {
    const lastSeen = createLastSeen(store);
    const ruleBook = openBook(store, log);
    await Promise.all([ruleBook.load(), lastSeen.load()]);
    const people = createListedPeople(config.managerIds);
    const rules = ruleBook.rules;
    const parts = { store, lastSeen, ruleBook, rules, config, people, log, now };
    const bot = await composeBot({ ...parts, tabDirectory, pace: 1 });
    const { url } = await bot.start();
    const keepingUp = setInterval(() => void keepUp(lastSeen, ruleBook, log), keepUpEveryMs);
    return { url, stop: () => stopAll(bot, store, keepingUp) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function openBook(store: Store, log: Log): RuleBook {
  const onFault = (reason: string) => log.error('rules.unusable', { reason });
  return openRuleBook(store, { base: defaultRules, pace: 1, onFault });
}

async function keepUp(lastSeen: LastSeen, ruleBook: RuleBook, log: Log): Promise<void> {
  const told = (error: unknown) => log.error('store.failed', {}, error);
  await Promise.all([lastSeen.load().catch(told), ruleBook.load().catch(told)]);
}

async function stopAll(bot: Bot, store: Store, keepingUp: NodeJS.Timeout): Promise<void> {
  clearInterval(keepingUp);
  await bot.stop();
  await store.close();
}
