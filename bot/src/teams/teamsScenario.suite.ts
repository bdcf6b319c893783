/** For tests: the bot on a real HTTP port with everything behind it real; Teams is a fake. */
import type { Server as HttpServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { defaultRules, type Instant, type Room, type RoomId } from '@rooms-pro/core';
import { openOutageRepository, openSqliteStore, type Store } from '@rooms-pro/store';
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

/** Opens the bot with real components. As in the embedded run, every user of Teams is a manager. */
export async function openTeamsScenario(
  credentials: BotCredentials = noCredentials,
  {
    people: given = createEmbeddedPeople([]),
    log = createLog('silent'),
  }: {
    readonly people?: People | ((store: Store, now: () => Instant) => People);
    readonly log?: Log;
  } = {},
) {
  const connector = await openFakeTeams();
  const store = openSqliteStore({ file: ':memory:' });
  const { now, pass } = createShiftedClock();
  const rules = () => defaultRules;
  const outageRepository = openOutageRepository(store);
  const known = { rules: rules(), now, outageOf: outageRepository.byId };
  const outages = { repository: outageRepository };
  const fleet = createFleet({ ...known, lastSeenAt: () => null });
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
    act: createExecuteCommand({ store, fleet, rules, now, outages }),
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
    async close() {
      await notifier.stop();
      await bot.stop();
      connector.close();
      await new Promise<void>((resolve) => server.close(resolve));
      await store.close();
    },
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
