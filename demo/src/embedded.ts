/**
 * The whole platform in one process, by default with one SQLite file: store, ingest with its sweep, and
 * the bot with the tab and its API. Only this file combines the parts that run separately on Azure.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  type Log as BotLog,
  composeBot,
  createLog as createBotLog,
  createEmbeddedPeople,
  readConfig,
  type SendLimits,
} from '@rooms-pro/bot';
import { type Availability, defaultRules, type Instant, type Rules } from '@rooms-pro/core';
import {
  availabilityFrom,
  collectEveryMs,
  createAttachmentHandler,
  createCollector,
  createDeviceStateHandler,
  createEnrolHandler,
  createGraphTokens,
  createKeyRing,
  createLog,
  createRotateHandler,
  createSweep,
  createTelemetryHandler,
  defaultQuotas,
  type GraphConfig,
  type Log,
  type Quotas,
  type RoomDeps,
  type SweepResult,
  sweepEveryMs,
} from '@rooms-pro/ingest';
import { root } from '@rooms-pro/scripts';
import {
  type Attachments,
  createLastSeen,
  createRoomCache,
  openFolderAttachments,
  openNewRooms,
  openRuleRepository,
  openSqliteStore,
  type RuleRepository,
  type Store,
} from '@rooms-pro/store';
import { demoPeople } from './demoPeople.ts';
import { mountIngest } from './mountIngest.ts';

export type EmbeddedOptions = {
  /** The folder of the database; created if it is missing. */
  readonly dataFolder: string;
  /** Opens the store, which is closed at the end; the default is SQLite in the data folder. */
  readonly openStore?: () => Promise<Store>;
  /** Opens the storage of attachments; the default is a folder beside the database. */
  readonly openAttachments?: () => Promise<Attachments>;
  /** The port to listen on; 0 chooses a free port. */
  readonly port: number;
  /** The factor by which the times of the rules are shortened; 1 is real time. */
  readonly pace: number;
  /** The rules before the pace is applied; the default is the product's rules. */
  readonly rules?: Rules;
  /** The rate limits of cards; the default is the limits of Teams. */
  readonly sendLimits?: SendLimits;
  /** Returns the current time; the default is the machine's clock. */
  readonly now?: () => Instant;
  readonly log?: Log;
  readonly botLog?: BotLog;
  /** The quotas of one sender; the default suits one machine. */
  readonly quotas?: Partial<Quotas>;
  /** The configuration for reading devices from Microsoft Graph; without it, no devices are read. */
  readonly graph?: GraphConfig | null;
};

export type Embedded = {
  /** The address of the platform on loopback, such as `http://127.0.0.1:3978`. */
  readonly url: string;
  readonly store: Store;
  /** Returns the rules that are in force now, with the pace applied. */
  readonly rules: () => Rules;
  /** Starts a sweep now, or awaits the running sweep. */
  readonly sweep: () => Promise<SweepResult>;
  /** Resolves when all cards are sent. */
  readonly idle: () => Promise<void>;
  /** Waits for running requests, writes cached data, and closes the database. */
  stop(): Promise<void>;
};

/**
 * The quotas of the demonstration: practically unlimited for gateways, and multiplied by the pace for
 * devices.
 */
const embeddedQuotas = (pace: number): Quotas => ({
  ...defaultQuotas,
  deviceRequestsPerMinute: Math.ceil(defaultQuotas.deviceRequestsPerMinute * Math.max(1, pace)),
  gatewayRequestsPerMinute: 1_000_000,
  newRoomsPerHour: 1_000_000,
});

const machineTime = (): Instant => new Date().toISOString();

/** Starts the platform. Throws without leaving anything running when the database or the port is not available. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const log = options.log ?? createLog('info');
  const {
    dataFolder,
    openStore = () => openInFolder(dataFolder),
    openAttachments = () => openFolderAttachments({ folder: path.join(dataFolder, 'attachments') }),
  } = options;
  const store = await openStore();
  try {
    return await startOn(store, await openAttachments(), { ...options, log });
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openInFolder(dataFolder: string): Promise<Store> {
  await mkdir(dataFolder, { recursive: true });
  return openSqliteStore({ file: path.join(dataFolder, 'rooms.sqlite') });
}

async function startOn(
  store: Store,
  attachments: Attachments,
  options: EmbeddedOptions & { readonly log: Log },
): Promise<Embedded> {
  const { log, pace, now = machineTime, sendLimits } = options;
  const lastSeen = createLastSeen(store);
  await lastSeen.load();
  const listeningSince = now();
  const availability = await availabilityFrom(store, lastSeen, listeningSince);
  const ruleRepository = await loadRuleRepository(store, options, availability);
  const { rules } = ruleRepository;
  const cache = createRoomCache(store);
  const config = readConfig({ PORT: String(options.port), HOST: '127.0.0.1' });
  const bot = await composeBot({
    store,
    lastSeen,
    rules,
    ruleRepository,
    config,
    people: createEmbeddedPeople(demoPeople),
    attachments,
    log: options.botLog ?? createBotLog('info'),
    now,
    tabDirectory: path.join(root, 'tab', 'dist'),
    pace,
    rooms: cache.rooms,
    ...(sendLimits ? { sendLimits } : {}),
  });
  const quotas = { ...embeddedQuotas(pace), ...options.quotas };
  const newRooms = openNewRooms(store, quotas.newRoomsPerHour);
  const deps = {
    store,
    rules,
    ruleRepository,
    now,
    log,
    cache,
    lastSeen,
    newRooms,
    listeningSince,
  };
  const keyRing = createKeyRing(store, now, quotas);
  const ingest = { ...deps, keyRing };
  mountIngest(bot.server, '/api/telemetry', createTelemetryHandler(ingest));
  mountIngest(bot.server, '/api/enrol', createEnrolHandler(ingest));
  mountIngest(bot.server, '/api/rotate-key', createRotateHandler(ingest));
  mountIngest(bot.server, '/api/device-state', createDeviceStateHandler(ingest));
  const attachmentHandler = createAttachmentHandler({ ...ingest, attachments });
  mountIngest(bot.server, '/api/attachments', attachmentHandler);
  const { url } = await bot.start();
  const sweeper = startSweeping(deps);
  const collector = options.graph ? startCollecting(deps, options.graph) : null;
  return {
    url,
    store,
    rules,
    sweep: sweeper.sweep,
    idle: bot.notifier.idle,
    async stop() {
      await collector?.stop();
      await sweeper.stop();
      await bot.stop();
      await lastSeen.flush();
      cache.stop();
      await store.close();
    },
  };
}

/** Loads the rules: the base rules with the pace, the changes of managers, and the time since when telemetry is received. */
async function loadRuleRepository(
  store: Store,
  { rules: base = defaultRules, pace, log }: EmbeddedOptions & { readonly log: Log },
  availability: Availability,
): Promise<RuleRepository> {
  const onFault = (reason: string) => log.warn('rules.unusable', { reason });
  const ruleRepository = openRuleRepository(store, {
    base: { ...base, listening: availability },
    pace,
    onFault,
  });
  await ruleRepository.load();
  return ruleRepository;
}

/** Starts the periodic sweep at the pace of the rules. */
function startSweeping(
  deps: RoomDeps & { readonly ruleRepository: RuleRepository; readonly listeningSince: Instant },
): {
  readonly sweep: () => Promise<SweepResult>;
  stop(): Promise<void>;
} {
  const sweep = createSweep(deps);
  const run = async () => {
    try {
      await sweep();
    } catch (error) {
      deps.log.error('room.sweepFailed', {}, error);
    }
  };
  const timer = setInterval(run, sweepEveryMs(deps.rules()));
  return {
    sweep,
    async stop() {
      clearInterval(timer);
      await run();
      sweep.stop();
    },
  };
}

/** Starts reading from Graph: at once, and then every five minutes divided by the pace. */
function startCollecting(deps: RoomDeps, config: GraphConfig): { stop(): Promise<void> } {
  const collect = createCollector({ ...deps, config, tokens: createGraphTokens(config) });
  const run = () =>
    collect().catch((error: unknown) => {
      deps.log.error('collect.failed', {}, error);
    });
  void run();
  const timer = setInterval(run, collectEveryMs(deps.rules()));
  return {
    async stop() {
      clearInterval(timer);
      await collect.stop();
    },
  };
}
