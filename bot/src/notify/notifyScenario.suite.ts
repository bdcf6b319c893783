/** For tests: a scenario around the notifier alone, without HTTP. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { defaultRules } from '@rooms-pro/core';
import { openOutageRepository, openSqliteStore, type Store } from '@rooms-pro/store';
import { createManualClock, type ManualClock } from '@rooms-pro/testing/clock';
import { createFakeMessenger } from '@rooms-pro/testing/messenger';
import { createRoomActions } from '@rooms-pro/testing/scenario';
import { createFleet } from '../fleet/fleet.ts';
import { createLog, type LogEvent } from '../log.ts';
import { createDelivery } from './delivery/delivery.ts';
import type { Limits } from './delivery/limits.ts';
import { createNotifier, type Notifier } from './notifier.ts';
import { openSentCardStore } from './sentCards/sentCards.ts';
import type { CurrentPerson } from './subscriptions/readers.ts';
import { openSubscriptions, type SubscriptionFilter } from './subscriptions/subscriptions.ts';

export type StoryOptions = {
  readonly store?: Store;
  readonly clock?: ManualClock;
  readonly limits?: Limits;
  readonly currentPerson?: CurrentPerson;
  /** Receives each line of the log. */
  readonly onLine?: (line: LogLine) => void;
};

/** A line of the log as it is written. */
export type LogLine = { readonly event: LogEvent } & Readonly<Record<string, unknown>>;

const links = {
  rooms: 'https://rooms.example/rooms',
  room: (id: string) => `https://rooms.example/rooms/${id}`,
  ticket: (number: string) => `https://rooms.example/${number}`,
  outage: (id: string) => `https://rooms.example/outages/${id}`,
};

/** Opens the scenario. Rooms, store and notifier are real. */
export async function openStory(options: StoryOptions = {}) {
  const clock = options.clock ?? createManualClock();
  const store = options.store ?? openSqliteStore({ file: ':memory:' });
  const teams = createFakeMessenger(clock);
  const fleet = createFleet({ rules: defaultRules, now: clock.now, lastSeenAt: () => null });
  for await (const { value } of store.rooms()) fleet.take(value);
  const subscriptions = await openSubscriptions(store);
  const sentCards = await openSentCardStore(store);
  const { onLine } = options;
  const write = (line: string) => onLine?.(JSON.parse(line));
  const log = createLog(onLine ? 'info' : 'silent', { write });
  const { now, delay } = clock;
  const delivery = createDelivery({ subscriptions, now, delay, log, limits: options.limits });
  const notifier = createNotifier({
    fleet,
    messenger: teams.messenger,
    subscriptions,
    sentCards,
    outageRepository: openOutageRepository(store),
    sources: () => ({ rules: defaultRules, workedFor: fleet.workedFor, links }),
    now: clock.now,
    delay: clock.delay,
    random: () => 1,
    log,
    delivery,
    ...(options.currentPerson ? { currentPerson: options.currentPerson } : {}),
  });
  store.onCommit(({ room }) => {
    fleet.take(room.value);
    notifier.roomChanged(room.value);
  });
  fleet.onOutageChange((id) => notifier.outageChanged(id));
  const actions = createRoomActions(store, clock);
  const subscribe = async (conversationId: string, filter: SubscriptionFilter = {}) => {
    await subscriptions.addConversation({
      conversationId,
      kind: 'channel',
      serviceUrl: 'http://127.0.0.1:1/',
      tenantId: null,
      teamId: null,
      botId: 'bot',
      readerId: null,
    });
    await subscriptions.subscribe({ conversationId, since: clock.now(), filter });
  };
  const run = () => runUntilIdle(notifier, clock);
  return {
    clock,
    store,
    teams,
    fleet,
    subscriptions,
    sentCards,
    notifier,
    subscribe,
    run,
    ...actions,
  };
}

/** Advances the clock to the end of each wait of the notifier until no card is left to send. */
async function runUntilIdle(notifier: Notifier, clock: ManualClock): Promise<void> {
  let isIdle = false;
  void notifier.idle().then(() => {
    isIdle = true;
  });
  const deadline = Date.now() + 10_000;
  while (!isIdle) {
    if (Date.now() > deadline) throw new Error('The notifier did not become idle.');
    await nextTurn();
    if (!isIdle) clock.ringNext();
  }
}

/** Waits for turns of the event loop until the condition is true. */
export async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error('The condition did not become true.');
    await nextTurn();
  }
}
