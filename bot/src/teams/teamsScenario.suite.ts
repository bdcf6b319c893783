/** For tests: the bot on a real HTTP port with everything behind it real; Teams is a fake. */
import type { Server as HttpServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { defaultRules, type Instant, type Room, type RoomId } from '@rooms-pro/core';
import {
  type OutageRepository,
  openOutageRepository,
  openSqliteStore,
  type Store,
} from '@rooms-pro/store';
import { createShiftedClock } from '@rooms-pro/testing/clock';
import { createRoomActions } from '@rooms-pro/testing/scenario';
import { listen, openFakeTeams } from '@rooms-pro/testing/teams';
import {
  createServer as createRestify,
  type Request,
  type Response,
  type Server as RestifyServer,
} from 'restify';
import { jsonBody } from '../api/http/jsonBody.ts';
import { createWorlds } from '../chat/chatWorld.ts';
import { createMemory } from '../chat/memory.ts';
import { createExecuteCommand } from '../commands/executeCommand.ts';
import { createFleet, type Fleet } from '../fleet/fleet.ts';
import { createLog, type Log } from '../log.ts';
import { createDelivery } from '../notify/delivery/delivery.ts';
import { createNotifier } from '../notify/notifier.ts';
import { openSentCardStore } from '../notify/sentCards/sentCards.ts';
import { openSubscriptions } from '../notify/subscriptions/subscriptions.ts';
import { finishBody } from '../process/discardBody.ts';
import { createEmbeddedPeople, type People } from '../signIn/people.ts';
import type { TabLinks } from '../tabLinks.ts';
import { createLinkReader } from '../tabLinks.ts';
import type { BotCredentials } from './adapter.ts';
import { createTeamsBot, type TeamsBot } from './bot.ts';
import { createTeamsConnection } from './messenger.ts';

export const noCredentials: BotCredentials = {
  id: '',
  password: '',
  type: 'UserAssignedMSI',
  tenantId: '',
};

const links: TabLinks = {
  incidents: 'https://rooms.example/incidents',
  rooms: 'https://rooms.example/rooms',
  room: (id: string) => `https://rooms.example/rooms/${id}`,
  ticket: (number: string) => `https://rooms.example/tickets/${number}`,
  outage: (id: string) => `https://rooms.example/outages/${id}`,
};

export type TeamsScenarioOptions = {
  readonly people?: People | ((store: Store, now: () => Instant) => People);
  readonly log?: Log;
};

/** Opens the bot with real components. As in the embedded run, every user of Teams is a manager. */
export async function openTeamsScenario(
  credentials: BotCredentials = noCredentials,
  {
    people: given = createEmbeddedPeople([]),
    log = createLog('silent'),
  }: TeamsScenarioOptions = {},
) {
  const connector = await openFakeTeams();
  const store = openSqliteStore({ file: ':memory:' });
  const { now, pass } = createShiftedClock();
  const rules = () => defaultRules;
  const outageRepository = openOutageRepository(store);
  const fleet = openFleet(now, outageRepository);
  const subscriptions = await openSubscriptions(store);
  const sentCards = await openSentCardStore(store);
  const teams = createTeamsConnection({ credentials, subscriptions, now });
  const people = typeof given === 'function' ? given(store, now) : given;
  const delay = (ms: number, signal?: AbortSignal) =>
    wait(Math.min(ms, 5), undefined, signal && { signal });
  const delivery = createDelivery({ subscriptions, now, delay, log });
  const common = { fleet, subscriptions, now, delay, random: () => 0, log, delivery };
  const notifier = createNotifier({
    ...common,
    currentPerson: people.current,
    messenger: teams.messenger,
    sentCards,
    outageRepository,
    sources: () => ({ rules: rules(), workedFor: fleet.workedFor, links }),
  });
  store.onCommit(({ room }) => {
    fleet.take(room.value);
    notifier.roomChanged(room.value);
  });
  fleet.onOutageChange((id) => notifier.outageChanged(id));
  const bot = createTeamsBot({
    ...common,
    teams,
    notifier,
    outageRepository,
    chat: openChatParts(store, fleet, people),
    act: createExecuteCommand({
      store,
      fleet,
      rules,
      now,
      outages: { repository: outageRepository },
    }),
    roomNow: roomNowIn(store),
    people,
    rules,
    links,
    placeIn: createLinkReader('https://rooms.example'),
    readBody: jsonBody,
    finishBody,
  });
  const server = createRestify();
  const served = await serve(server, bot);

  return {
    connector,
    store,
    fleet,
    subscriptions,
    sentCards,
    outageRepository,
    notifier,
    ...served,
    now,
    pass,
    ...createRoomActions(store, { now, pass }),
    close: () => closeAll([notifier.stop, bot.stop], connector, server, store),
  };
}

function roomNowIn(store: Store): (id: RoomId) => Promise<Room | null> {
  return async (id) => (await store.room(id))?.value ?? null;
}

/** Opens a port for the bot, and returns functions that send a body to it. */
async function serve(server: RestifyServer, bot: TeamsBot) {
  server.post('/api/messages', async (request: Request, response: Response) =>
    bot.handle(request, response),
  );
  const port = await listen(server.server as unknown as HttpServer);
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  /** As `post`; returns once the answers to people are sent as well. */
  const send: typeof post = async (...sent) => {
    const response = await post(...sent);
    await bot.idle();
    return response;
  };
  return { port, post, send };
}

/** What the chat of a test remembers and knows. */
function openChatParts(store: Store, fleet: Fleet, people: Pick<People, 'assignable'>) {
  return {
    memory: createMemory(),
    worldOf: createWorlds(fleet, people.assignable),
    history: (room: RoomId) => store.history(room, { limit: 60 }),
  };
}

function openFleet(now: () => Instant, { byId }: Pick<OutageRepository, 'byId'>): Fleet {
  return createFleet({ rules: defaultRules, now, outageOf: byId, lastSeenAt: () => null });
}

async function closeAll(
  stops: readonly (() => Promise<unknown>)[],
  connector: { close(): unknown },
  server: ReturnType<typeof createRestify>,
  store: Store,
): Promise<void> {
  for (const stop of stops) await stop();
  connector.close();
  await new Promise<void>((resolve) => server.close(resolve));
  await store.close();
}
