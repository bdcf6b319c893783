/**
 * The whole platform in one process, on one file if not told otherwise: store, ingest with its
 * sweep, and the bot with the tab and its API. What Azure runs as three deployables meets here,
 * and only here.
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
  /** Where the database stands, made if it is missing. */
  readonly dataFolder: string;
  /** Opens the store to work on, closed at the end; without it SQLite in the data folder. */
  readonly openStore?: () => Promise<Store>;
  /** Opens the place for attachments; without it a folder beside the database. */
  readonly openAttachments?: () => Promise<Attachments>;
  /** 0 takes any free port. */
  readonly port: number;
  /** How many times faster than real the rules' times pass; 1 is real time. */
  readonly pace: number;
  /** The rules before the pace; without them the product's own. */
  readonly rules?: Rules;
  /** How fast cards may be sent; without it as fast as Teams allows. */
  readonly sendLimits?: SendLimits;
  /** The time now; without it the machine's. */
  readonly now?: () => Instant;
  readonly log?: Log;
  readonly botLog?: BotLog;
  /** How much one sender may ask for; without it what one machine can take. */
  readonly quotas?: Partial<Quotas>;
  /** Reads devices from Microsoft Graph as well; left out or `null`: it does not. */
  readonly graph?: GraphConfig | null;
};

export type Embedded = {
  /** Where it listens, `http://127.0.0.1:3978`; loopback only. */
  readonly url: string;
  readonly store: Store;
  /** The rules in force, at the pace, as they are at each look. */
  readonly rules: Rules;
  /** Sweeps now, or joins the sweep that runs, instead of waiting for the next. */
  readonly sweep: () => Promise<SweepResult>;
  /** Resolves when every card is sent. */
  readonly idle: () => Promise<void>;
  /** Lets requests end, writes what is in memory, and lets go of the database. */
  stop(): Promise<void>;
};

/**
 * A gateway may load one machine as much as that takes, with as many rooms as somebody tries. Devices are
 * as many times faster as the rules.
 */
const embeddedQuotas = (pace: number): Quotas => ({
  ...defaultQuotas,
  deviceRequestsPerMinute: Math.ceil(defaultQuotas.deviceRequestsPerMinute * Math.max(1, pace)),
  gatewayRequestsPerMinute: 1_000_000,
  newRoomsPerHour: 1_000_000,
});

const machineTime = (): Instant => new Date().toISOString();

/** Starts everything; throws when the database or the port cannot be had, having started nothing. */
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
  const listening = await availabilityFrom(store, lastSeen, listeningSince);
  const ruleBook = await loadRuleBook(store, options, listening);
  const { rules } = ruleBook;
  const cache = createRoomCache(store);
  const config = readConfig({ PORT: String(options.port), HOST: '127.0.0.1' });
  const bot = await composeBot({
    store,
    lastSeen,
    rules,
    ruleBook,
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
  const deps = { store, rules, ruleBook, now, log, cache, lastSeen, newRooms, listeningSince };
  const keyRing = createKeyRing(store, now, quotas);
  const ingest = { ...deps, keyRing };
  mountIngest(bot.server, '/api/telemetry', createTelemetryHandler(ingest));
  mountIngest(bot.server, '/api/enrol', createEnrolHandler(ingest));
  mountIngest(bot.server, '/api/rotate-key', createRotateHandler(ingest));
  mountIngest(bot.server, '/api/device-state', createDeviceStateHandler(ingest));
  const taking = createAttachmentHandler({ ...ingest, attachments });
  mountIngest(bot.server, '/api/attachments', taking);
  const { url } = await bot.start();
  const sweeping = startSweeping(deps);
  const collecting = options.graph ? startCollecting(deps, options.graph) : null;
  return {
    url,
    store,
    rules,
    sweep: sweeping.sweep,
    idle: bot.notifier.idle,
    async stop() {
      await collecting?.stop();
      await sweeping.stop();
      await bot.stop();
      await lastSeen.flush();
      cache.stop();
      await store.close();
    },
  };
}

/** The product's rules at the pace, with what managers have set and since when telemetry is heard. */
async function loadRuleBook(
  store: Store,
  { rules: base = defaultRules, pace, log }: EmbeddedOptions & { readonly log: Log },
  listening: Availability,
): Promise<RuleRepository> {
  const onFault = (reason: string) => log.warn('rules.unusable', { reason });
  const ruleBook = openRuleRepository(store, { base: { ...base, listening }, pace, onFault });
  await ruleBook.load();
  return ruleBook;
}

/** Sweeps at the pace of the rules, one sweep after the other. */
function startSweeping(
  deps: RoomDeps & { readonly ruleBook: RuleRepository; readonly listeningSince: Instant },
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
  const timer = setInterval(run, sweepEveryMs(deps.rules));
  return {
    sweep,
    async stop() {
      clearInterval(timer);
      await run();
      sweep.stop();
    },
  };
}

/** Reads from Graph at once and from then on every five minutes, at the pace of the rules. */
function startCollecting(deps: RoomDeps, config: GraphConfig): { stop(): Promise<void> } {
  const collect = createCollector({ ...deps, config, tokens: createGraphTokens(config) });
  const run = () =>
    collect().catch((error: unknown) => {
      deps.log.error('collect.failed', {}, error);
    });
  void run();
  const timer = setInterval(run, collectEveryMs(deps.rules));
  return {
    async stop() {
      clearInterval(timer);
      await collect.stop();
    },
  };
}
