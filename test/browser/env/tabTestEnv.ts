/** For the browser suites: the bot with its tab over a house where much is amiss, and nothing faked. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type BotConfig,
  type ComposeDeps,
  composeBot,
  createEmbeddedPeople,
  createLog,
  readConfig,
} from '@rooms-pro/bot';
import {
  type Command,
  defaultRules,
  type Fact,
  type Input,
  type Instant,
  instantAfter,
  type ReadingState,
  type RoomId,
  type SignalId,
} from '@rooms-pro/core';
import {
  changeRoom,
  createLastSeen,
  openFolderAttachments,
  openOutageRepository,
  openSqliteStore,
} from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';
import { checkResponses } from '../../../bot/src/api/checkResponses.suite.ts';
import { demoPeople } from '../../../demo/src/demoPeople.ts';
import { buildTab, isTabStale } from '../../../scripts/src/package/tabBuild.ts';
import { longWord } from '../pages/longWords.ts';

const minute = 60_000;
const realNow = (): Instant => new Date().toISOString();
type Said = readonly [SignalId, ReadingState, string];

/**
 * Four rooms: one with many troubles, one whose display comes and goes, one silent in an outage, and one
 * where a response did not hold.
 */
export type TabStory = {
  readonly url: string;
  readonly troubled: RoomId;
  readonly flapping: RoomId;
  readonly silent: RoomId;
  readonly store: Store;
  readonly unheld: RoomId;
  /** Everything that people and devices name in the room whose response did not hold is one long word. */
  lengthen(): Promise<void>;
  stop(): Promise<void>;
};

/** Who may open the tab, where they are not the people of the embedded run. */
export type TabPeople = {
  readonly env: Readonly<Record<string, string>>;
  readonly make: (
    store: Store,
    config: BotConfig,
  ) => Pick<ComposeDeps, 'people' | 'peopleDirectory'>;
};

/** Builds the tab if it is stale, writes the story of the last three hours, and listens. */
export async function startTabStory(others?: TabPeople): Promise<TabStory> {
  if (await isTabStale()) await buildTab();
  const store = openSqliteStore({ file: ':memory:' });
  const lastSeen = createLastSeen(store);
  const house = createHouse(store, lastSeen);
  const rooms = await tell(house, store);
  const config = readConfig({ PORT: '0', HOST: '127.0.0.1', ...others?.env });
  const folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-tab-'));
  const bot = await composeBot({
    store,
    lastSeen,
    rules: () => defaultRules,
    config,
    ...(others?.make(store, config) ?? { people: createEmbeddedPeople(demoPeople) }),
    attachments: await openFolderAttachments({ folder }),
    log: createLog('silent'),
    now: realNow,
    tabDirectory: new URL('../../../tab/dist', import.meta.url).pathname,
    pace: 1,
  });
  const checks = checkResponses(bot.server);
  const { url } = await bot.start();
  return {
    url,
    ...rooms,
    store,
    lengthen: () => lengthen(createHouse(store, lastSeen), rooms.unheld),
    async stop() {
      await bot.stop();
      await store.close();
      await rm(folder, { recursive: true, force: true });
      checks.assertFit();
    },
  };
}

type Store = ReturnType<typeof openSqliteStore>;
type House = ReturnType<typeof createHouse>;

/** The room has a long name and place, and the ticket a long detail and notes. */
async function lengthen(house: House, room: RoomId): Promise<void> {
  house.pass(180 * minute);
  const profile = { name: longWord, building: longWord, floor: longWord, groups: [longWord] };
  await house.act(room, { action: 'changeProfile', profile });
  await house.says(room, [['camera', 'unhealthy', longWord]]);
  await house.act(room, { action: 'respond', signal: 'camera', notes: longWord });
}

/** Rooms, and a clock moved by hand that ends at the real time. */
function createHouse(store: Store, lastSeen: ReturnType<typeof createLastSeen>) {
  let now = instantAfter(realNow(), -180 * minute);
  const change = (roomId: RoomId, input: Input) =>
    changeRoom(store, defaultRules, {
      roomId,
      input,
      via: input.kind === 'command' ? 'tab' : 'platform',
      correlationId: 'story',
      now,
    });
  const act = (roomId: RoomId, command: Command) => {
    const [manager] = demoPeople;
    if (!manager) throw new Error('Nobody is there to act.');
    return change(roomId, { kind: 'command', actor: manager, command });
  };
  return {
    now: () => now,
    pass: (ms: number) => {
      now = instantAfter(now, ms);
    },
    change,
    act,
    tick: (roomId: RoomId) => change(roomId, { kind: 'tick' }),
    says: (roomId: RoomId, said: readonly Said[], facts: readonly Fact[] = []) => {
      lastSeen.heard(roomId, now);
      const readings = said.map(([signal, state, detail]) => ({
        signal,
        state,
        detail,
        observedAt: now,
      }));
      return change(roomId, { kind: 'telemetry', device: `mtr-${roomId}`, readings, facts });
    },
    async add(
      number: number,
      name: string,
      building: string,
      ...groups: readonly string[]
    ): Promise<RoomId> {
      const id: RoomId = `room-${number}`;
      const profile = aProfile({
        name,
        building,
        groups: [building, ...groups],
        timeZone: 'Europe/Lisbon',
        expectedDisplays: 2,
      });
      await change(id, { kind: 'register', number, profile });
      await act(id, { action: 'enrol' });
      return id;
    },
  };
}

async function tell(house: House, store: Store) {
  const troubled = await house.add(1001, 'Marble 4.07', 'Quay House', 'Mill Lane');
  const flapping = await house.add(1002, 'Slate 4.08', 'Quay House');
  const silent = await house.add(1003, 'Opal 4.01', 'Pier West', 'Tower North');
  const unheld = await house.add(1004, 'Flint 4.09', 'Quay House');
  await house.says(silent, [['camera', 'healthy', '']]);
  await house.says(unheld, [['camera', 'unhealthy', 'Not found']]);
  await tellTroubled(house, troubled);
  await tellResponse(house, unheld);
  await tellFlapping(house, flapping);
  await house.says(unheld, [['camera', 'unhealthy', 'Still not found']]);
  await house.tick(unheld);
  house.pass(30 * minute);
  const place = { scope: 'building', building: 'Pier West', floor: '', subnet: '' } as const;
  const { id: outage } = await openOutageRepository(store).claim(place, house.now());
  const since = instantAfter(house.now(), -defaultRules.disconnectedAfterMs);
  await house.change(silent, { kind: 'silence', since, reason: 'noTelemetry', outage });
  return { troubled, flapping, silent, unheld };
}

/** The platform tries, a person responds, one thing is silenced, one is set up wrongly. */
async function tellTroubled(house: House, room: RoomId): Promise<void> {
  const free = (): Fact => ({ kind: 'meeting', inMeeting: false, at: house.now() });
  await house.says(
    room,
    [
      ['conference-microphone', 'unhealthy', 'Missing <b>USB</b>'],
      ['microphone-selection', 'unhealthy', 'Another microphone is in use'],
      ['hdmi-ingest', 'unhealthy', 'Not connected'],
    ],
    [free(), { kind: 'software', what: 'agent', version: '1.0.4' }],
  );
  house.pass(6 * minute);
  await house.says(room, [], [free()]);
  await house.tick(room);
  house.pass(30 * minute);
  await house.tick(room);
  await house.act(room, {
    action: 'suppress',
    signal: 'hdmi-ingest',
    until: { kind: 'recovery' },
    reason: 'Spare part arrives tomorrow',
  });
}

/** A person responds, and the watch that follows ends while telemetry still shows the fault. */
async function tellResponse(house: House, room: RoomId): Promise<void> {
  await house.tick(room);
  const notes = 'Plugged the camera in again';
  await house.act(room, { action: 'respond', signal: 'camera', notes });
}

async function tellFlapping(house: House, room: RoomId): Promise<void> {
  house.pass(100 * minute);
  for (const state of ['healthy', 'unhealthy', 'healthy', 'unhealthy', 'healthy'] as const) {
    await house.says(room, [['display:1', state, '']]);
    house.pass(minute);
  }
  await house.says(room, [['display:1', 'unhealthy', 'No signal']]);
  house.pass(6 * minute);
  await house.tick(room);
  // Whether a meeting is on is written down only with other news.
  await house.says(
    room,
    [],
    [
      { kind: 'meeting', inMeeting: false, at: house.now() },
      { kind: 'software', what: 'agent', version: '1.0.4' },
    ],
  );
}
