/** Two processes that are the bot, on one store: one sends, and the other goes on when that one dies. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { composeBot, createEmbeddedPeople, createLog, readConfig } from '@rooms-pro/bot';
import { openSubscriptions } from '@rooms-pro/bot/subscriptions';
import { defaultRules, type RoomId } from '@rooms-pro/core';
import {
  createLastSeen,
  createMultiProcessStore,
  openSqliteStore,
  type SqliteStore,
} from '@rooms-pro/store';
import {
  createManualClock,
  createShiftedClock,
  type ManualClock,
  type ShiftedClock,
} from '@rooms-pro/testing/clock';
import { createRoomActions } from '@rooms-pro/testing/scenario';
import { activitiesOf, type FakeTeams, openFakeTeams } from '@rooms-pro/testing/teams';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { processOn } from '../store/src/processOn.suite.ts';

let database: SqliteStore;
let clock: ManualClock;
let teams: FakeTeams;
/** The time of rooms and cards. */
let roomClock: ShiftedClock;
let ends: (() => Promise<unknown>)[];
beforeEach(async () => {
  database = openSqliteStore({ file: ':memory:' });
  clock = createManualClock();
  teams = await openFakeTeams({ isStrict: true });
  roomClock = createShiftedClock();
  ends = [];
});
afterEach(async () => {
  teams.closeAll();
  for (const end of ends) await end();
  await teams.close();
  await database.close();
});

/** Ingest, as far as bots hear of it: a process that commits. */
const ingest = () => createRoomActions(processOn(database), roomClock);

/** A process that is the bot, started. */
async function openBot(holder: string) {
  const process = processOn(database);
  const store = await createMultiProcessStore(process, clock);
  const logged: string[] = [];
  const log = createLog('info', { write: (line: string) => logged.push(JSON.parse(line).event) });
  const bot = await composeBot({
    store,
    lastSeen: createLastSeen(store),
    rules: () => defaultRules,
    config: readConfig({ PORT: '0', HOST: '127.0.0.1' }),
    people: createEmbeddedPeople([]),
    attachments: null,
    log,
    now: roomClock.now,
    tabDirectory: 'no tab here',
    pace: 1,
    sendLimits: { perConversation: [], overall: [] },
    sharing: { ...clock, holder, catchUp: store.catchUp },
  });
  const { url } = await bot.start();
  let isDead = false;
  ends.push(async () => {
    if (!isDead) await bot.stop();
    await store.close();
  });
  return {
    bot,
    url,
    count: (event: string) => logged.filter((one) => one === event).length,
    /** As by `kill -9`: nothing is given back, and nothing it has under way comes to an end. */
    kill() {
      isDead = true;
      process.die();
    },
    async stop() {
      isDead = true;
      await bot.stop();
    },
  };
}

const conversationOf = (number: number) => `19:room-${number}@thread.tacv2`;

/** Rooms with a conversation each, that is told of this room and of no other. */
async function seed(count: number): Promise<readonly RoomId[]> {
  const house = ingest();
  const subscriptions = await openSubscriptions(database);
  const rooms: RoomId[] = [];
  for (let number = 1; number <= count; number += 1) {
    const conversationId = conversationOf(number);
    const building = `Building ${number}`;
    rooms.push(await house.addRoom(number, { building }));
    await subscriptions.addConversation({
      conversationId,
      kind: 'channel',
      serviceUrl: teams.url,
      tenantId: null,
      teamId: null,
      botId: '28:bot',
      readerId: null,
    });
    await subscriptions.subscribe({
      conversationId,
      since: roomClock.now(),
      filter: { buildings: [building] },
    });
  }
  return rooms;
}

/** Turns of the event loop until something is so; what Teams answers takes as long as it takes. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('It never came to be so.');
    await nextTurn();
  }
}

/** Teams has something to tell the bot. */
const tell = (url: string, activity: object) =>
  fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activity),
  });

const posts = () => teams.deliveries.filter(({ kind }) => kind === 'post');
const edits = () => teams.deliveries.filter(({ kind }) => kind === 'edit');
const postsIn = (number: number) =>
  posts().filter(({ conversation }) => conversation === conversationOf(number)).length;

it('send each card once, all from the one that holds the lease', async () => {
  const rooms = await seed(20);
  const house = ingest();
  const one = await openBot('one');
  await clock.run(500);
  const other = await openBot('other');
  for (const room of rooms) await house.breaks(room, 'camera');
  await clock.run(2_000);
  await until(() => posts().length >= 20);
  await one.bot.notifier.idle();
  for (const room of rooms) await house.recovers(room, 'camera');
  await clock.run(30_000);
  await until(() => edits().length >= 20);
  await one.bot.notifier.idle();
  expect([posts().length, one.count('card.posted'), other.count('card.posted')]).toEqual([
    20, 20, 0,
  ]);
  expect([edits().length, other.count('card.edited')]).toEqual([20, 0]);
  expect([...other.bot.fleet.all()]).toEqual([...one.bot.fleet.all()]);
  expect(teams.problems).toEqual([]);
});

it('lose nothing when the one that sends is killed, and double only what was under way', async () => {
  const rooms = await seed(30);
  const house = ingest();
  const one = await openBot('one');
  await clock.run(500);
  const other = await openBot('other');
  for (const room of rooms.slice(0, 10)) await house.breaks(room, 'camera');
  await clock.run(1_500);
  await until(() => posts().length >= 10);
  await one.bot.notifier.idle();

  // Teams takes three more, and the answer does not reach us any more.
  teams.watch(() => 'hold');
  for (const room of rooms.slice(10, 13)) await house.breaks(room, 'camera');
  await clock.run(1_500);
  await until(() => posts().length >= 13);
  one.kill();
  teams.watch(null);
  for (const room of rooms.slice(13)) await house.breaks(room, 'camera');
  await house.recovers('room-1', 'camera');
  expect(posts()).toHaveLength(13);
  await clock.run(20_500);
  await until(() => postsIn(30) > 0);
  await other.bot.notifier.idle();

  const counts = rooms.map((_, index) => postsIn(index + 1));
  const expected = rooms.map((_, index) => (index >= 10 && index < 13 ? 2 : 1));
  expect(counts).toEqual(expected);
  // The card of the one that died was found again, and edited.
  expect(edits().map(({ conversation }) => conversation)).toEqual([conversationOf(1)]);
  expect(other.count('card.posted')).toBe(20);
  await clock.run(30_000);
  expect(posts()).toHaveLength(33);
  expect(teams.problems).toEqual([]);
});

it('hand over when the one that sends is stopped, and send nothing meanwhile twice', async () => {
  const rooms = await seed(5);
  const house = ingest();
  const one = await openBot('one');
  await clock.run(500);
  const other = await openBot('other');
  for (const room of rooms) await house.breaks(room, 'camera');
  await clock.run(1_500);
  await until(() => posts().length >= 5);
  await one.bot.notifier.idle();
  await one.stop();
  await house.breaks('room-3', 'conference-speaker');
  await clock.run(6_000);
  await until(() => posts().length >= 6);
  await other.bot.notifier.idle();
  expect([postsIn(3), posts().length, other.count('card.posted')]).toEqual([2, 6, 1]);
});

it('learn of conversations that the other one met', async () => {
  await seed(1);
  const house = ingest();
  const one = await openBot('one');
  await clock.run(500);
  const other = await openBot('other');
  const id = '19:new@thread.tacv2';
  const { install, uninstall } = activitiesOf(teams.url, { id, conversationType: 'channel' });
  expect((await tell(other.url, install)).ok).toBe(true);
  await clock.run(4_000);
  await house.breaks('room-1', 'camera');
  await clock.run(1_500);
  await until(() => one.count('card.posted') >= 2);
  const told = posts().filter(({ conversation }) => conversation === id);
  // The welcome of the one that was asked, and the card of the one that sends.
  expect(told.length).toBe(2);
  expect((await tell(other.url, uninstall)).ok).toBe(true);
  await clock.run(4_000);
  await house.recovers('room-1', 'camera');
  await clock.run(1_500);
  await until(() => edits().length >= 1);
  await one.bot.notifier.idle();
  expect(edits().map(({ conversation }) => conversation)).toEqual([conversationOf(1)]);
});

it('take a click wherever it comes in, and edit the card from the one that sends', async () => {
  const [room] = await seed(1);
  const one = await openBot('one');
  await clock.run(500);
  const other = await openBot('other');
  await ingest().breaks(room ?? 'room-1', 'camera');
  await clock.run(1_500);
  await until(() => posts().length === 1);
  await one.bot.notifier.idle();
  const conversation = { id: conversationOf(1), conversationType: 'channel' };
  const data = { ticket: '1-1', episode: 1, activation: 1 };
  const click = activitiesOf(teams.url, conversation).clicks('message-1', 'assign', data);
  const answer = await tell(other.url, click);
  expect(JSON.stringify(await answer.json())).toContain('Anna');
  await clock.run(1_500);
  await until(() => edits().length > 0);
  await one.bot.notifier.idle();
  await clock.run(5_000);
  expect([edits().length, one.count('card.edited'), other.count('card.edited')]).toEqual([1, 1, 0]);
  expect(Object.values(teams.messages.get('message-1')?.facts ?? {}).join()).toContain('Anna');
});
