/** How the notifier handles a bug in the code and a store that fails. */
import { openSqliteStore, type Store, StoreError, type StoreErrorCode } from '@rooms-pro/store';
import { createManualClock } from '@rooms-pro/testing/clock';
import { anna } from '@rooms-pro/testing/scenario';
import { describe, expect, it } from 'vitest';
import { type LogLine, openStory, type StoryOptions } from './notifyScenario.suite.ts';

const channel = '19:ops@thread.tacv2';

async function openLogged(options: StoryOptions = {}) {
  const lines: LogLine[] = [];
  const scenario = await openStory({ ...options, onLine: (line) => lines.push(line) });
  const room = await scenario.addRoom(1042);
  await scenario.subscribe(channel);
  const logged = (event: string) => lines.filter((line) => line.event === event);
  return { ...scenario, room, logged };
}

/** A store that cannot write the records of sent cards while `isBroken` is true. */
function createBreakableStore(code: StoreErrorCode) {
  const store = openSqliteStore({ file: ':memory:' });
  const state = { isBroken: false, failures: 0 };
  const broken: Store = {
    ...store,
    putDocument(kind, ...rest) {
      if (kind !== 'posts' || !state.isBroken) return store.putDocument(kind, ...rest);
      state.failures += 1;
      return Promise.reject(new StoreError(code, 'The store did not respond.'));
    },
  };
  return { store: broken, state };
}

describe('a bug', () => {
  it('is logged once with its stack, is not tried again, and delays no other conversation', async () => {
    let isBroken = false;
    let calls = 0;
    const currentPerson = (id: string) => {
      if (!isBroken) return { ...anna, id };
      calls += 1;
      throw new TypeError('x is undefined');
    };
    const { room, subscriptions, breaks, run, subscribe, teams, logged, clock } = await openLogged({
      currentPerson,
    });
    await subscribe('a:lea');
    const known = subscriptions.conversation('a:lea');
    if (known) await subscriptions.addConversation({ ...known, kind: 'personal', readerId: 'lea' });
    isBroken = true;
    await breaks(room, 'display:1');
    const begin = clock.now();
    await run();
    expect(teams.news()).toEqual([expect.stringContaining(`post ${channel}`)]);
    expect(calls).toBe(1);
    expect(logged('card.failed')).toEqual([
      expect.objectContaining({
        level: 50,
        conversationId: 'a:lea',
        subject: room,
        status: null,
        err: expect.objectContaining({
          type: 'TypeError',
          stack: expect.stringContaining('TypeError: x is undefined'),
        }),
      }),
    ]);
    expect(logged('card.retried')).toEqual([]);
    expect(clock.now()).toBe(begin);
  });
});

describe('a store that does not respond', () => {
  it('is called again until the posted card is recorded, and the card is posted once', async () => {
    const { store, state } = createBreakableStore('unavailable');
    const clock = createManualClock();
    const scenario = await openLogged({ store, clock });
    state.isBroken = true;
    await scenario.breaks(scenario.room, 'display:1');
    const isIdle = scenario.run();
    while (state.failures < 3) await Promise.race([isIdle, new Promise(setImmediate)]);
    state.isBroken = false;
    await isIdle;
    expect(scenario.teams.news()).toEqual([expect.stringContaining(`post ${channel}`)]);
    expect(scenario.logged('card.failed')).toEqual([]);
    expect(scenario.logged('card.retried')).toContainEqual(
      expect.objectContaining({ conversationId: channel, status: null, code: 'unavailable' }),
    );
    await scenario.notifier.stop();
    const second = await openStory({ store, clock });
    second.notifier.reconcile();
    await second.run();
    expect(second.teams.news()).toEqual([]);
  });

  it('is not called again when another attempt cannot succeed', async () => {
    const { store, state } = createBreakableStore('denied');
    const scenario = await openLogged({ store });
    state.isBroken = true;
    await scenario.breaks(scenario.room, 'display:1');
    await scenario.run();
    expect(state.failures).toBe(1);
    expect(scenario.logged('card.retried')).toEqual([]);
    expect(scenario.logged('card.failed')).toEqual([
      expect.objectContaining({ level: 50, err: expect.objectContaining({ type: 'StoreError' }) }),
    ]);
  });
});
