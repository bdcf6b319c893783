/** The only file that knows every part of the bot: wires them, starts them, stops them. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Instant, Room, Rules } from '@rooms-pro/core';
import {
  type Attachments,
  type LastSeen,
  type PeopleDirectory,
  type RuleRepository,
  type Store,
  type Stored,
  signalChange,
} from '@rooms-pro/store';
import type { Request, Response, Server } from 'restify';
import { type ApiDeps, mountApi } from './api/api.ts';
import { mountHealth } from './api/healthProbes.ts';
import { jsonBody } from './api/http/jsonBody.ts';
import type { MinimumRate } from './api/http/minimumRate.ts';
import { assertSameOrigin } from './api/http/sameOrigin.ts';
import { setSafeHeaders } from './api/http/securityHeaders.ts';
import { presentMe } from './api/presentMe.ts';
import { createStreams } from './api/stream.ts';
import { mountTab } from './api/tabFiles.ts';
import { createExecuteCommand } from './commands/executeCommand.ts';
import type { BotConfig } from './config.ts';
import { createFleet, type Fleet } from './fleet/fleet.ts';
import { countInUse, loadFleet } from './fleet/loadFleet.ts';
import type { Log } from './log.ts';
import { createDelivery } from './notify/delivery/delivery.ts';
import {
  leasedSender,
  type Sending,
  type SendingDeps,
  type Sharing,
  singleSender,
} from './notify/delivery/leasedSender.ts';
import type { Limits } from './notify/delivery/limits.ts';
import type { Messenger } from './notify/delivery/messenger.ts';
import { createNotifier } from './notify/notifier.ts';
import { createRender } from './notify/sentCards/render.ts';
import { openSentCardStore } from './notify/sentCards/sentCards.ts';
import { beginRounds } from './notify/startTimers.ts';
import { openSubscriptions } from './notify/subscriptions/subscriptions.ts';
import { watchSubscriptions } from './notify/subscriptions/watchSubscriptions.ts';
import { openOutages } from './outages/openOutages.ts';
import { finishBody } from './process/discardBody.ts';
import { type BotServer, createHttpServer } from './process/httpServer.ts';
import { ownHosts, ownOrigin } from './process/ownOrigin.ts';
import { watchQuarantine } from './quarantine/watchQuarantine.ts';
import { isOther, type People, type Visitor } from './signIn/people.ts';
import { createLinkReader, createLinks } from './tabLinks.ts';
import { createTeamsBot, createTeamsConnection } from './teams/bot.ts';

export type ComposeDeps = {
  readonly store: Store;
  readonly lastSeen: LastSeen;
  readonly rules: Rules;
  /** The book that `rules` come from, so that what managers change is in force at once. */
  readonly ruleBook?: RuleRepository;
  /** The book that `people` come from, where managers may say who may do what. */
  readonly peopleBook?: PeopleDirectory;
  readonly config: BotConfig;
  readonly people: People;
  /** Where files of tickets are kept; `null`: nowhere, and nothing can be attached. */
  readonly attachments: Attachments | null;
  readonly log: Log;
  readonly now: () => Instant;
  /** Folder of the built tab. */
  readonly tabDirectory: string;
  /** How many times faster than the product's timings this runs; 1 outside a demo. */
  readonly pace: number;
  /** How fast a file has to arrive; without it 64 kB a second. */
  readonly uploadRate?: MinimumRate;
  /** How fast cards may be sent; without it as fast as Teams allows. */
  readonly sendLimits?: Limits;
  /** All rooms, where somebody else holds them as well; without it they are read from the store. */
  readonly rooms?: () => AsyncIterable<Stored<Room>>;
  /** Where several processes are the bot, on a followed store each: one of them sends. */
  readonly sharing?: Sharing;
  /** One that listens already and says that it starts; without it the bot makes its own. */
  readonly door?: BotServer;
};

export type Bot = {
  /** Further routes may be mounted before `start`. */
  readonly server: Server;
  readonly fleet: Fleet;
  readonly notifier: Sending;
  /**
   * Loads the rooms, listens, makes cards true. Answers where it listens. Throws, having let go of
   * everything but a door that it was given, when that fails.
   */
  start(): Promise<{ readonly url: string }>;
  /** Hands the sending over at once, lets requests end for a short time, then closes all connections. */
  stop(): Promise<void>;
};

/** Builds the bot. Nothing runs until `start`. */
export async function composeBot(deps: ComposeDeps): Promise<Bot> {
  const { store, config, log } = deps;
  const { outages, ...parts } = composeModel(deps);
  const { fleet, streams } = parts;
  const { bot, notifier, audience, following } = await composeTeams(deps, parts);
  const door = deps.door ?? createHttpServer();
  const { server } = door;
  const quarantineWatch = watchQuarantine({ store, fleet, audience, notifier, log });
  const listening = [
    beginRounds(notifier),
    quarantineWatch.stop,
    following?.stop,
    outages.follow(fleet),
    store.onCommit(({ room }) => fleet.take(room.value)),
    deps.ruleBook?.onChange(() => fleet.judgeAnew()),
    deps.people.onChange(() => {
      streams.endWhere((person) => isOther(person, deps.people));
      notifier.peopleChanged();
    }),
  ];

  function letGo(): void {
    streams.stop();
    for (const stop of listening) stop?.();
  }

  /** Only once the rooms are there: what failed before may be begun again on the same door. */
  function mount(): void {
    setSafeHeaders(server, config.publicOrigin);
    mountHealth(server, {
      isStarted: () => door.isOpen,
      store,
      counts: () => ({ rooms: countInUse(fleet.all()), waitingCards: notifier.waiting() }),
      nowMs: () => performance.now(),
    });
    mountTabAndApi(server, deps, { ...parts, quarantineWatch });
    server.post('/api/messages', async (request: Request, response: Response) =>
      bot.handle(request, response),
    );
  }

  return {
    server,
    fleet,
    notifier,
    async start() {
      try {
        await outages.book.load();
        const rooms = await loadFleet(fleet, deps.rooms?.() ?? store.rooms());
        fleet.onChange((room) => {
          notifier.roomChanged(room);
          streams.roomChanged(room);
        });
        fleet.onOutageChange((id) => notifier.outageChanged(id));
        log.info('fleet.loaded', { rooms });
        const port = await door.listen(config.port, config.host);
        mount();
        door.open();
        notifier.start();
        quarantineWatch.begin();
        log.info('bot.started', { port });
        return { url: `http://${config.host}:${port}` };
      } catch (error) {
        letGo();
        throw error;
      }
    },
    async stop() {
      door.turnAway();
      streams.stop();
      // Another bot may send from the moment this one has sent its last, whoever is connected here.
      await Promise.all([notifier.stop(), bot.stop(door.close())]);
      letGo();
      log.info('bot.stopped');
    },
  };
}

/** What is known of rooms and outages, and the one way to change it. */
function composeModel({ store, rules, lastSeen, people, ...deps }: ComposeDeps) {
  const outages = openOutages({ store, ...deps });
  const { now } = deps;
  const known = { rules, now, outageOf: outages.book.byId };
  const fleet = createFleet({ ...known, lastSeenAt: (room) => lastSeen.at(room) });
  const act = createExecuteCommand({
    store,
    fleet,
    rules,
    now,
    assignable: people.assignable,
    outages,
  });
  const streams = createStreams();
  fleet.onOutageWorked(streams.roomChanged);
  return { outages, fleet, streams, act, outageBook: outages.book };
}

/** Everything between the fleet and Teams: who is told, what was posted, the bot itself. */
async function composeTeams(
  deps: ComposeDeps,
  { fleet, act, outageBook }: Pick<ApiDeps, 'fleet' | 'act' | 'outageBook'>,
) {
  const { store, rules, config, people, log, now } = deps;
  const links = createLinks(ownOrigin(config), config.teamsAppId);
  const tellOthers = () => signalChange(store, 'audience', now());
  const audience = await openSubscriptions(store, deps.sharing ? tellOthers : undefined);
  const teams = createTeamsConnection({ credentials: config.bot, audience, now });
  const delay = (ms: number, signal?: AbortSignal) => wait(ms, undefined, signal && { signal });
  const delivery = createDelivery({ audience, now, delay, log, limits: deps.sendLimits });
  const openNotifier = async (messenger: Messenger) =>
    createNotifier({
      fleet,
      messenger,
      audience,
      currentPerson: people.current,
      posts: await openSentCardStore(store),
      outageBook,
      render: createRender({ rules, now, workedFor: fleet.workedFor, links }),
      now,
      delay,
      random: Math.random,
      log,
      delivery,
    });
  const open: SendingDeps['open'] = async (guard) => {
    await audience.reload();
    return openNotifier(guard(teams.messenger));
  };
  const notifier = deps.sharing
    ? leasedSender({ store, sharing: deps.sharing, open, log })
    : singleSender(await openNotifier(teams.messenger));
  const bot = createTeamsBot({
    teams,
    audience,
    notifier,
    fleet,
    act,
    outageBook,
    roomNow: async (id) => (await store.room(id))?.value ?? null,
    people,
    rules,
    links,
    placeIn: createLinkReader(ownOrigin(config)),
    now,
    delay,
    random: Math.random,
    delivery,
    log,
    readBody: jsonBody,
    admit: (request) => {
      if (config.bot.id === '') assertSameOrigin(request, ownHosts(config));
    },
    finishBody,
  });
  const { sharing } = deps;
  const onNews = notifier.reconcile;
  const following = sharing ? watchSubscriptions({ store, audience, sharing, log, onNews }) : null;
  return { bot, notifier, audience, following };
}

function mountTabAndApi(
  server: Server,
  deps: ComposeDeps,
  parts: Pick<ApiDeps, 'fleet' | 'streams' | 'act' | 'outageBook' | 'quarantineWatch'>,
): void {
  const { store, rules, config, people, log, now } = deps;
  const hosts = ownHosts(config);
  mountApi(server, {
    ...parts,
    store,
    rules,
    ...(deps.ruleBook ? { ruleBook: deps.ruleBook } : {}),
    now,
    log,
    identify: async (request) => identify(request, people, hosts),
    me: (visitor) => presentMe(visitor, people, deps.pace),
    assignable: people.assignable,
    ...(deps.peopleBook
      ? { peopleSettings: { book: deps.peopleBook, managerIds: config.managerIds } }
      : {}),
    attachments: deps.attachments,
    ...(deps.uploadRate ? { uploadRate: deps.uploadRate } : {}),
  });
  const { tabHostOrigins: hostOrigins, teamsAppId } = config;
  mountTab(server, deps.tabDirectory, { hostOrigins, teamsAppId, signsIn: people.areSignedIn });
}

/**
 * A foreign page can make a browser send a request here, and must not be taken for the person who sits
 * there. It cannot send their token, though: where each request needs one, that is the whole guard, and
 * whatever names proxies give to this host does not matter.
 */
function identify(request: Request, people: People, hosts: ReadonlySet<string>): Promise<Visitor> {
  if (!people.areSignedIn) assertSameOrigin(request, hosts);
  return people.visitor({
    authorization: request.header('authorization') ?? null,
    personId: request.header('x-acting-person') ?? null,
  });
}
