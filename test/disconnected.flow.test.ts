/**
 * The worst quarter of an hour: thousands of rooms fall silent at once (SILENT_ROOMS=10000 for more). One card a building, a ticket
 * for each room, and nothing else is sent. And our own restart, which must accuse nobody.
 */
import {
  composeBot,
  createLog as createBotLog,
  createEmbeddedPeople,
  readConfig,
} from '@rooms-pro/bot';
import { openSubscriptions } from '@rooms-pro/bot/subscriptions';
import { type Change, defaultRules } from '@rooms-pro/core';
import {
  createKeyRing,
  createLog,
  createSweep,
  createTelemetryHandler,
  issueKey,
  registerRoom,
} from '@rooms-pro/ingest';
import { createLastSeen, createRoomCache, openSqliteStore, type Store } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';
import { createShiftedClock, minute, type ShiftedClock } from '@rooms-pro/testing/clock';
import { type FakeTeams, openFakeTeams } from '@rooms-pro/testing/teams';
import { afterEach, describe, expect, it } from 'vitest';

/** More than two pages of last-seen times, and many rooms in each building. */
const roomCount = Number(process.env['SILENT_ROOMS'] ?? 4_400);
const buildings = 20;
const together = 200;

const deviceOf = (index: number) => `dev-${index}`;

async function inGroups(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  for (let first = 0; first < count; first += together) {
    const group = Array.from({ length: Math.min(together, count - first) }, (_, n) => first + n);
    await Promise.all(group.map(work));
  }
}

/** One process of ingest on a store. */
async function createIngest(store: Store, { now }: ShiftedClock) {
  const rules = () => defaultRules;
  const log = createLog('silent');
  const lastSeen = createLastSeen(store);
  await lastSeen.load();
  const deps = { store, rules, now, log, cache: createRoomCache(store), lastSeen };
  const answer = createTelemetryHandler({ ...deps, keyRing: createKeyRing(store, now) });
  const { key } = await issueKey(store, { kind: 'gateway', name: 'test' }, now());
  let seq = 0;

  async function beat(devices: readonly string[]): Promise<number> {
    seq += 1;
    const messages = devices.map((device) => ({ device, sentAt: now(), seq, items: [] }));
    const { status } = await answer({
      authorization: `Bearer ${key}`,
      body: {
        contentEncoding: null,
        contentLength: null,
        bytes: (async function* () {
          yield new TextEncoder().encode(JSON.stringify({ messages }));
        })(),
      },
      correlationId: `beat-${seq}`,
    });
    return status;
  }

  return {
    lastSeen,
    sweep: createSweep({ ...deps, listeningSince: now() }),
    async beatAll() {
      for (let first = 0; first < roomCount; first += 100) {
        const devices = Array.from({ length: 100 }, (_, n) => deviceOf(first + n));
        expect(await beat(devices)).toBe(200);
      }
    },
  };
}

async function seed(store: Store, { now }: ShiftedClock, serviceUrl: string): Promise<void> {
  await inGroups(roomCount, (index) =>
    registerRoom(
      { store, rules: () => defaultRules, now },
      {
        device: deviceOf(index),
        enrol: true,
        by: { kind: 'platform' },
        profile: aProfile({
          name: `Room ${index}`,
          building: `Building ${index % buildings}`,
          floor: String(index % 7),
          groups: ['all'],
        }),
      },
    ),
  );
  const subscriptions = await openSubscriptions(store);
  await subscriptions.addConversation({
    conversationId: '19:all@thread.tacv2',
    kind: 'channel',
    serviceUrl,
    tenantId: null,
    teamId: null,
    botId: '28:bot',
    readerId: null,
  });
  await subscriptions.subscribe({
    conversationId: '19:all@thread.tacv2',
    since: now(),
    filter: {},
  });
}

async function countChanges(store: Store, types: readonly Change['type'][]): Promise<number[]> {
  const counts = new Map<string, number>();
  let cursor: string | null = null;
  for (;;) {
    const page = await store.feed(cursor, 5_000);
    if (page.entries.length === 0) break;
    for (const { event } of page.entries) {
      for (const { type } of event.changes) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    cursor = page.cursor;
  }
  return types.map((type) => counts.get(type) ?? 0);
}

async function composeTeams(
  store: Store,
  { now }: ShiftedClock,
  lastSeen: ReturnType<typeof createLastSeen>,
) {
  const bot = await composeBot({
    store,
    lastSeen,
    rules: () => defaultRules,
    config: readConfig({ PORT: '0', HOST: '127.0.0.1' }),
    people: createEmbeddedPeople([]),
    attachments: null,
    log: createBotLog('silent'),
    now,
    tabDirectory: 'no tab here',
    pace: 1,
    // What is sent is the question here, not how fast Teams would take it.
    sendLimits: { perConversation: [], overall: [] },
  });
  await bot.start();
  return bot;
}

describe('thousands of rooms', () => {
  let connector: FakeTeams | null = null;
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    await connector?.close();
  });

  async function openScene() {
    const clock = createShiftedClock();
    const teams = await openFakeTeams({ isStrict: true });
    connector = teams;
    const store = openSqliteStore({ file: ':memory:' });
    ends.push(() => store.close());
    await seed(store, clock, teams.url);
    const ingest = await createIngest(store, clock);
    await ingest.beatAll();
    await ingest.lastSeen.flush();
    return { clock, teams, store, ingest };
  }

  it('fall silent: a ticket each with the first sweep, one card a building, nothing else', async () => {
    const { clock, teams, store, ingest } = await openScene();
    const bot = await composeTeams(store, clock, ingest.lastSeen);
    ends.push(() => bot.stop());
    for (let passed = 0; passed < 19; passed += 1) {
      clock.pass(minute);
      await ingest.sweep();
    }
    expect(await countChanges(store, ['room.disconnected'])).toEqual([0]);
    clock.pass(minute);
    await ingest.sweep();
    const types = ['room.disconnected', 'incident.opened', 'outage.joined'] as const;
    expect(await countChanges(store, types)).toEqual([roomCount, roomCount, roomCount]);
    await bot.notifier.idle();
    expect(teams.messages.size).toBe(buildings);
    expect(teams.problems).toEqual([]);

    await ingest.beatAll();
    await ingest.sweep();
    await bot.notifier.idle();
    const after = ['outage.left', 'incident.resolved'] as const;
    expect(await countChanges(store, after)).toEqual([roomCount, roomCount]);
    expect(teams.messages.size).toBe(buildings);
    for (const { summary } of teams.messages.values()) expect(summary).toContain('over');
  }, 240_000);

  it('are accused of nothing by our own restart', async () => {
    const { clock, teams, store } = await openScene();
    // Nobody listened for ten hours; then we are back, and the rooms speak within twenty minutes.
    clock.pass(600 * minute);
    const again = await createIngest(store, clock);
    for (let passed = 0; passed < 19; passed += 1) {
      expect(await again.sweep()).toMatchObject({ silenced: 0, mayAccuse: false });
      clock.pass(minute);
    }
    await again.beatAll();
    for (let passed = 0; passed < 19; passed += 1) {
      expect(await again.sweep()).toMatchObject({ silenced: 0 });
      clock.pass(minute);
    }
    expect(await countChanges(store, ['room.disconnected'])).toEqual([0]);
    expect(teams.messages.size).toBe(0);
  }, 240_000);
});
