/** For tests: the bot on a real HTTP port with everything behind it real; Teams is a double. */
import type { Server as HttpServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { defaultRules, type Instant, instantAfter, type Room, type RoomId } from '@rooms-pro/core';
import { openOutageRepository, openSqliteStore, type Store } from '@rooms-pro/store';
import {
  createServer as createRestify,
  type Request,
  type Response,
  type Server as RestifyServer,
} from 'restify';
import { jsonBody } from '../api/http/jsonBody.ts';
import { createExecuteCommand } from '../commands/executeCommand.ts';
import { createFleet } from '../fleet/fleet.ts';
import { createLog, type Log } from '../log.ts';
import { createDelivery } from '../notify/delivery/delivery.ts';
import { createNotifier } from '../notify/notifier.ts';
import { createHouse } from '../notify/notifyScenario.ts';
import { createRender } from '../notify/sentCards/render.ts';
import { openSentCardStore } from '../notify/sentCards/sentCards.ts';
import { openSubscriptions } from '../notify/subscriptions/subscriptions.ts';
import { finishBody } from '../process/discardBody.ts';
import { createEmbeddedPeople, type People } from '../signIn/people.ts';
import type { TabLinks } from '../tabLinks.ts';
import { createLinkReader } from '../tabLinks.ts';
import type { BotCredentials } from './adapter.ts';
import { createTeamsBot, createTeamsConnection, type TeamsBot } from './bot.ts';
import { listen, openConnector } from './fakeConnector.ts';

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

/** Opens the bot with everything behind it real; in the embedded run everyone in Teams is a manager. */
export async function openTeamsStory(
  credentials: BotCredentials = noCredentials,
  {
    people: given = createEmbeddedPeople([]),
    log = createLog('silent'),
  }: {
    readonly people?: People | ((store: Store, now: () => Instant) => People);
    readonly log?: Log;
  } = {},
) {
  const connector = await openConnector();
  const store = openSqliteStore({ file: ':memory:' });
  const { now, pass } = createRunningClock();
  const rules = defaultRules;
  const outageBook = openOutageRepository(store);
  const known = { rules, now, outageOf: outageBook.byId };
  const fleet = createFleet({ ...known, lastSeenAt: () => null });
  const audience = await openSubscriptions(store);
  const posts = await openSentCardStore(store);
  const teams = createTeamsConnection({ credentials, audience, now });
  const people = typeof given === 'function' ? given(store, now) : given;
  const delay = (ms: number, signal?: AbortSignal) =>
    wait(Math.min(ms, 5), undefined, signal && { signal });
  const delivery = createDelivery({ audience, now, delay, log });
  const common = { fleet, audience, now, delay, random: () => 0, log, delivery };
  const notifier = createNotifier({
    ...common,
    currentPerson: people.current,
    messenger: teams.messenger,
    posts,
    outageBook,
    render: createRender({ rules, now, workedFor: fleet.workedFor, links }),
  });
  store.onCommit(({ room }) => fleet.take(room.value));
  fleet.onChange((room) => notifier.roomChanged(room));
  fleet.onOutageChange((id) => notifier.outageChanged(id));
  const bot = createTeamsBot({
    ...common,
    teams,
    notifier,
    outageBook,
    act: createExecuteCommand({ store, fleet, rules, now, outages: { book: outageBook } }),
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
    audience,
    posts,
    outageBook,
    notifier,
    ...served,
    now,
    pass,
    ...createHouse(store, { now, pass }),
    async close() {
      await notifier.stop();
      await bot.stop();
      connector.close();
      await new Promise<void>((resolve) => server.close(resolve));
      await store.close();
    },
  };
}

/** The real time, and some more once it has passed. */
function createRunningClock() {
  let ahead = 0;
  return {
    now: () => instantAfter(new Date().toISOString(), ahead),
    pass(ms: number) {
      ahead += ms;
    },
  };
}

function roomNowIn(store: Store): (id: RoomId) => Promise<Room | null> {
  return async (id) => (await store.room(id))?.value ?? null;
}

/** Puts the bot on a port; what comes back sends a body to it. */
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

/** Something typed into the search box of the message extension, as Teams sends it. */
export function searchFor(commandId: string, text: string | null, skip = 0, count = 25) {
  const parameter =
    text === null ? { name: 'initialRun', value: 'true' } : { name: 'query', value: text };
  return { commandId, parameters: [parameter], queryOptions: { skip, count } };
}

/** Activities as Teams sends them. */
export function activitiesOf(
  serviceUrl: string,
  conversation: { id: string; conversationType: string },
) {
  const team = { id: '19:team@thread.tacv2' };
  const base = {
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:anna', aadObjectId: 'aad-anna', name: 'Anna' },
    recipient: { id: '28:bot', name: 'Rooms Pro' },
    conversation: { tenantId: 'tenant', ...conversation },
    ...(conversation.conversationType === 'channel' ? { channelData: { team } } : {}),
  };
  return {
    install: { ...base, type: 'installationUpdate', action: 'add', id: 'f:1' },
    uninstall: { ...base, type: 'installationUpdate', action: 'remove', id: 'f:2' },
    botAdded: {
      ...base,
      type: 'conversationUpdate',
      id: 'f:3',
      membersAdded: [{ id: '28:bot' }, { id: '29:anna' }],
    },
    searches: (value: unknown) => ({
      ...base,
      type: 'invoke',
      name: 'composeExtension/query',
      id: 'search-1',
      value,
    }),
    pastes: (url: unknown) => ({
      ...base,
      type: 'invoke',
      name: 'composeExtension/queryLink',
      id: 'link-1',
      value: { url },
    }),
    says: (text: string) => ({ ...base, type: 'message', id: 'said-1', text }),
    clicks: (replyToId: string, verb: string, data: unknown) => ({
      ...base,
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: 'click-1',
      replyToId,
      value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    }),
  };
}
