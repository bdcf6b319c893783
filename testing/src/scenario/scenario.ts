/** The scenario of the bot: a store in memory, the whole bot over HTTP, the fake Teams, and a clock that the test moves. */
import {
  type BotConfig,
  type ComposeDeps,
  composeBot,
  createEmbeddedPeople,
  createLog,
  readConfig,
} from '@rooms-pro/bot';
import { defaultRules, type Instant, type Person, type RoomId } from '@rooms-pro/core';
import { createLastSeen, openSqliteStore, type Store } from '@rooms-pro/store';
import { aPerson } from '../builders/index.ts';
import { createManualClock, type ManualClock } from '../clock/manualClock.ts';
import { openFakeTeams } from '../teams/fakeTeams.ts';
import { createRoomActions } from './roomActions.ts';

/** What exists before the bot, for tests that make other parts of it. */
export type ScenarioParts = {
  readonly store: Store;
  readonly config: BotConfig;
  readonly now: () => Instant;
};

export type ScenarioOptions = {
  /** The people who may act. The first one is used where a request names no person. */
  readonly people?: readonly Person[];
  readonly clock?: Pick<ManualClock, 'now' | 'pass'>;
  /** Settings of the bot beside the port. */
  readonly env?: Readonly<Record<string, string>>;
  /** Other parts of the bot than those of the scenario. */
  readonly compose?: (parts: ScenarioParts) => Partial<ComposeDeps>;
};

/** Opens it. Sends have no limits, and nothing can be attached, unless the test composes it otherwise. */
export async function openScenario(options: ScenarioOptions = {}) {
  const { people = [aPerson()], clock = createManualClock(), env, compose } = options;
  const { now, pass } = clock;
  const store = openSqliteStore({ file: ':memory:' });
  const teams = await openFakeTeams();
  const config = readConfig({ PORT: '0', ...env });
  const bot = await composeBot({
    store,
    lastSeen: createLastSeen(store),
    rules: () => defaultRules,
    config,
    people: createEmbeddedPeople(people),
    attachments: null,
    log: createLog('silent'),
    now,
    tabDirectory: import.meta.dirname,
    pace: 1,
    sendLimits: { perConversation: [], overall: [] },
    ...compose?.({ store, config, now }),
  });
  const { url } = await bot.start();
  return {
    store,
    teams,
    bot,
    url,
    now,
    pass,
    ...createRoomActions(store, { now, pass }),
    history: (room: RoomId) => store.history(room, { limit: 500 }),
    /** Resolves when the bot has sent everything. Returns what was sent since the last call. */
    async sent() {
      await bot.notifier.idle();
      return teams.delivered.splice(0);
    },
    async close() {
      await bot.stop();
      teams.closeAll();
      await teams.close();
      await store.close();
    },
  };
}
export type Scenario = Awaited<ReturnType<typeof openScenario>>;
