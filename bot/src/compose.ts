/** Connects, starts and stops all parts of the bot. Only this file imports all of them. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Instant, Room, RoomId, Rules, SignalId } from '@rooms-pro/core';
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
import { createWorlds } from './chat/chatWorld.ts';
import { createMemory } from './chat/memory.ts';
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
import { openSentCardStore } from './notify/sentCards/sentCards.ts';
import { beginRounds } from './notify/startTimers.ts';
import { openSubscriptions } from './notify/subscriptions/subscriptions.ts';
import { watchSubscriptions } from './notify/subscriptions/watchSubscriptions.ts';
import { openOutages } from './outages/openOutages.ts';
import { finishBody } from './process/discardBody.ts';
import { type BotServer, createHttpServer } from './process/httpServer.ts';
import { ownHosts, ownOrigin } from './process/ownOrigin.ts';
import { watchQuarantine } from './quarantine/watchQuarantine.ts';
import { identify } from './signIn/identify.ts';
import { isOther, type People } from './signIn/people.ts';
import { createLinkReader, createLinks } from './tabLinks.ts';
import { createTeamsBot } from './teams/bot.ts';
import { createTeamsConnection } from './teams/messenger.ts';

export type ComposeDeps = {
  readonly store: Store;
  readonly lastSeen: LastSeen;
  /** Returns the rules that are in force now. A request, a message or a send reads them once. */
  readonly rules: () => Rules;
  /** The source of `rules`: changes by managers take effect at once. */
  readonly ruleRepository?: RuleRepository;
  /** The source of `people`, where managers set the rights of people. */
  readonly peopleDirectory?: PeopleDirectory;
  readonly config: BotConfig;
  readonly people: People;
  /** The storage for files of tickets; `null`: files cannot be attached. */
  readonly attachments: Attachments | null;
  readonly log: Log;
  readonly now: () => Instant;
  /** Folder of the built tab. */
  readonly tabDirectory: string;
  /** The factor by which this runs faster than the product's timings; 1 outside a demo. */
  readonly pace: number;
  /** The minimum rate of an upload. Default: 64 kB per second. */
  readonly uploadRate?: MinimumRate;
  /** The rate limits for cards. Default: the limits of Teams. */
  readonly sendLimits?: Limits;
  /** All rooms, if another part has already loaded them. Default: they are read from the store. */
  readonly rooms?: () => AsyncIterable<Stored<Room>>;
  /** Present with several bot processes on a multi-process store: only one of them sends cards. */
  readonly sharing?: Sharing;
  /** A server that already listens. Default: the bot creates one. */
  readonly httpServer?: BotServer;
};

export type Bot = {
  /** Further routes may be mounted before `start`. */
  readonly server: Server;
  readonly fleet: Fleet;
  readonly notifier: Sending;
  /**
   * Loads the rooms, listens, and brings the cards up to date. Returns the address. After a failure it
   * releases everything except a given `httpServer`, and throws.
   */
  start(): Promise<{ readonly url: string }>;
  /** Passes the sending to another process at once, waits for requests for a short time, closes all connections. */
  stop(): Promise<void>;
};

/** Builds the bot. Nothing runs until `start`. */
export async function composeBot(deps: ComposeDeps): Promise<Bot> {
  const { store, config, log } = deps;
  const { outages, ...parts } = composeModel(deps);
  const { fleet, streams } = parts;
  const { bot, notifier, subscriptions, following } = await composeTeams(deps, parts);
  const { httpServer = createHttpServer() } = deps;
  const { server } = httpServer;
  // The fleet has the new state first, because the notifier reads the room there when it sends.
  const takeRoom = (room: Room) => {
    fleet.take(room);
    notifier.roomChanged(room);
  };
  const quarantineWatch = watchQuarantine({ store, fleet, takeRoom, subscriptions, notifier, log });
  const listening = [
    streams.stop,
    beginRounds(notifier),
    quarantineWatch.stop,
    following?.stop,
    outages.follow(fleet),
    store.onCommit(({ room }) => takeRoom(room.value)),
    followRules(deps, fleet, notifier),
    followPeople(deps, streams, notifier),
  ];

  function release(): void {
    for (const stop of listening) stop?.();
  }

  /** Mounts the routes after the rooms are loaded: an earlier failure can then be retried on the same server. */
  function mount(): void {
    setSafeHeaders(server, config.publicOrigin);
    mountHealth(server, {
      isStarted: () => httpServer.isOpen,
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
        await outages.repository.load();
        const rooms = await loadFleet(fleet, deps.rooms?.() ?? store.rooms());
        fleet.onChange(streams.roomChanged);
        fleet.onOutageChange(notifier.outageChanged);
        log.info('fleet.loaded', { rooms });
        const port = await httpServer.listen(config.port, config.host);
        mount();
        httpServer.open();
        notifier.start();
        quarantineWatch.begin();
        log.info('bot.started', { port });
        return { url: `http://${config.host}:${port}` };
      } catch (error) {
        release();
        throw error;
      }
    },
    async stop() {
      httpServer.drain();
      streams.stop();
      // Another process may send as soon as this one stops sending, also while clients are still connected here.
      await Promise.all([notifier.stop(), bot.stop(httpServer.close())]);
      release();
      log.info('bot.stopped');
    },
  };
}

/** Brings lists and cards up to date after each change of the rules. */
function followRules({ ruleRepository }: ComposeDeps, fleet: Fleet, notifier: Sending) {
  return ruleRepository?.onChange(() => {
    fleet.useRules(ruleRepository.rules());
    notifier.reconcile();
  });
}

/** Ends the event streams of people with other rights now, and brings their cards up to date. */
function followPeople({ people }: ComposeDeps, streams: ApiDeps['streams'], notifier: Sending) {
  return people.onChange(() => {
    streams.endWhere((person) => isOther(person, people));
    notifier.peopleChanged();
  });
}

/** The rooms and outages, and the single write path for people's commands. */
function composeModel({ store, rules, lastSeen, people, ...deps }: ComposeDeps) {
  const outages = openOutages({ store, ...deps });
  const { now } = deps;
  const known = { rules: rules(), now, outageOf: outages.repository.byId };
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
  return { outages, fleet, streams, act, outageRepository: outages.repository };
}

/** Everything between the fleet and Teams: subscriptions, sent cards, the notifier and the bot. */
async function composeTeams(
  deps: ComposeDeps,
  { fleet, act, outageRepository }: Pick<ApiDeps, 'fleet' | 'act' | 'outageRepository'>,
) {
  const { store, rules, config, people, log, now } = deps;
  const links = createLinks(ownOrigin(config), config.teamsAppId);
  const signalSubscriptions = () => signalChange(store, 'audience', now());
  const subscriptions = await openSubscriptions(
    store,
    deps.sharing ? signalSubscriptions : undefined,
  );
  const teams = createTeamsConnection({ credentials: config.bot, subscriptions, now });
  const delay = (ms: number, signal?: AbortSignal) => wait(ms, undefined, signal && { signal });
  const delivery = createDelivery({ subscriptions, now, delay, log, limits: deps.sendLimits });
  const sending = { fleet, subscriptions, outageRepository, now, delay, log, delivery };
  const common = { ...sending, random: Math.random };
  const openNotifier = async (messenger: Messenger) =>
    createNotifier({
      ...common,
      messenger,
      currentPerson: people.current,
      sentCards: await openSentCardStore(store),
      sources: () => ({ rules: rules(), workedFor: fleet.workedFor, links }),
    });
  const open: SendingDeps['open'] = async (guard) => {
    await subscriptions.reload();
    return openNotifier(guard(teams.messenger));
  };
  const notifier = deps.sharing
    ? leasedSender({ store, sharing: deps.sharing, open, log })
    : singleSender(await openNotifier(teams.messenger));
  const memory = createMemory();
  const worldOf = createWorlds(fleet, people.assignable);
  const history = (room: RoomId, signal?: SignalId) =>
    store.history(room, { limit: 60, ...(signal ? { signal } : {}) });
  const bot = createTeamsBot({
    ...common,
    chat: { memory, worldOf, history },
    teams,
    notifier,
    act,
    roomNow: async (id) => (await store.room(id))?.value ?? null,
    people,
    rules,
    links,
    placeIn: createLinkReader(ownOrigin(config)),
    readBody: jsonBody,
    admit: (request) => {
      if (config.bot.id === '') assertSameOrigin(request, ownHosts(config));
    },
    finishBody,
  });
  const { sharing } = deps;
  const onNews = notifier.reconcile;
  const following = sharing
    ? watchSubscriptions({ store, subscriptions, sharing, log, onNews })
    : null;
  return { bot, notifier, subscriptions, following };
}

function mountTabAndApi(
  server: Server,
  deps: ComposeDeps,
  parts: Pick<ApiDeps, 'fleet' | 'streams' | 'act' | 'outageRepository' | 'quarantineWatch'>,
): void {
  const { store, rules, config, people, log, now } = deps;
  const hosts = ownHosts(config);
  mountApi(server, {
    ...parts,
    store,
    rules,
    ...(deps.ruleRepository ? { ruleRepository: deps.ruleRepository } : {}),
    now,
    log,
    identify: async (request) => identify(request, people, hosts),
    me: (visitor) => presentMe(visitor, people, deps.pace),
    assignable: people.assignable,
    ...(deps.peopleDirectory
      ? { peopleSettings: { directory: deps.peopleDirectory, managerIds: config.managerIds } }
      : {}),
    attachments: deps.attachments,
    ...(deps.uploadRate ? { uploadRate: deps.uploadRate } : {}),
  });
  const { tabHostOrigins: hostOrigins, teamsAppId } = config;
  mountTab(server, deps.tabDirectory, { hostOrigins, teamsAppId, signsIn: people.areSignedIn });
}
