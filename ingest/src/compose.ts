/**
 * Composes ingest as one of many processes on a shared store. Commits of other processes arrive through
 * the feed of the store, and the times of their messages through the pages of last-seen times.
 */
import { defaultRules, type Instant } from '@rooms-pro/core';
import {
  type Attachments,
  createLastSeen,
  createRoomCache,
  type MultiProcessStore,
  openNewRooms,
  openRuleRepository,
  type RuleRepository,
} from '@rooms-pro/store';
import type { IngestConfig } from './config.ts';
import type { RoomDeps } from './deps.ts';
import { createAttachmentHandler } from './devices/handleAttachment.ts';
import { createEnrolHandler, createRotateHandler } from './devices/handleEnrol.ts';
import { createKeyRing } from './devices/keyRing.ts';
import { defaultQuotas } from './devices/quotas.ts';
import { createEventsHandler } from './events/handleEvents.ts';
import type { FunctionHandlers } from './functions.ts';
import { createCollector } from './graph/collector.ts';
import { createGraphTokens } from './graph/graphTokens.ts';
import { asFunction } from './http/asFunction.ts';
import { createReadyHandler } from './http/handleReady.ts';
import type { Log } from './log.ts';
import type { ResultCounter } from './measure.ts';
import { createSweep } from './sweep/sweep.ts';
import { createDeviceStateHandler } from './telemetry/handleDeviceState.ts';
import { createTelemetryHandler } from './telemetry/handleTelemetry.ts';
import { availabilityFrom } from './telemetry/warmUp.ts';

export type IngestDeps = {
  readonly store: MultiProcessStore;
  readonly config: Pick<IngestConfig, 'graph'> & Partial<Pick<IngestConfig, 'partsOff' | 'quotas'>>;
  /** The storage for files of devices; `null`: none. */
  readonly attachments: Attachments | null;
  readonly log: Log;
  /** Counts the results of messages, if metrics are on. */
  readonly tally?: ResultCounter | undefined;
  /** The time now. */
  readonly now: () => Instant;
};

/** Handlers on one store; `stop` writes the data in memory and closes the store. */
export type Ingest = FunctionHandlers & { stop(): Promise<void> };

/** Azure Functions runs as many instances as the telemetry needs. */
const isShared = true;
const rulesEveryMs = 60_000;
/** Other processes miss last-seen times for at most this time; a room is disconnected only after twenty minutes. */
const flushEveryMs = 5 * 60_000;

/** Composes ingest. Throws what the store throws, and then nothing runs. */
export async function composeIngest(options: IngestDeps): Promise<Ingest> {
  const { store, config, attachments, log, tally, now } = options;
  const stopQuarantineLog = logQuarantine(store, log);
  const lastSeen = createLastSeen(store);
  await lastSeen.load();
  const listeningSince = now();
  const ruleRepository = openRuleRepository(store, {
    base: {
      ...defaultRules,
      listening: { ...(await availabilityFrom(store, lastSeen, listeningSince)), isShared },
    },
    pace: 1,
    onFault: (reason) => log.error('rules.unusable', { reason }),
  });
  await ruleRepository.load();
  const cache = createRoomCache(store);
  const counters = tally ? { tally } : {};
  const quotas = { ...defaultQuotas, ...config.quotas };
  const newRooms = openNewRooms(store, quotas.newRoomsPerHour);
  const deps = {
    store,
    rules: ruleRepository.rules,
    now,
    log,
    cache,
    lastSeen,
    newRooms,
    ...counters,
  };
  const ingest = { ...deps, keyRing: createKeyRing(store, now, quotas) };
  const sweep = createSweep({ ...deps, listeningSince, ruleRepository: ruleRepository });
  const { graph } = config;
  const collect = graph
    ? createCollector({ ...deps, config: graph, tokens: createGraphTokens(graph) })
    : null;
  const loading = setInterval(() => void loadRules(ruleRepository, log), rulesEveryMs).unref();
  const flushing = setInterval(() => void flush(deps), flushEveryMs).unref();

  return {
    ingestTelemetry: asFunction(createTelemetryHandler(ingest)),
    enrol: asFunction(createEnrolHandler(ingest)),
    rotateKey: asFunction(createRotateHandler(ingest)),
    deviceState: asFunction(createDeviceStateHandler(ingest)),
    takeAttachment: asFunction(createAttachmentHandler({ ...ingest, attachments })),
    ready: createReadyHandler(store, () => performance.now(), config.partsOff),
    takeEvents: createEventsHandler(deps),
    // Other instances than the one that sweeps may receive the telemetry.
    async sweep() {
      await Promise.all([lastSeen.load(), store.catchUp()]);
      return sweep();
    },
    ...(collect ? { collect } : {}),
    async stop() {
      clearInterval(loading);
      clearInterval(flushing);
      await collect?.stop();
      sweep.stop();
      await flush(deps);
      cache.stop();
      stopQuarantineLog();
      await store.close();
    },
  };
}

/** Logs each document in quarantine once, and once more when it is readable again. */
function logQuarantine({ quarantine }: MultiProcessStore, log: Log): () => void {
  return quarantine.follow({
    onAdded: ({ kind, id, where, reason }) =>
      log.error('document.quarantined', { kind, id, where, reason }),
    onRemoved: ({ kind, id }) => log.info('document.released', { kind, id }),
  });
}

/** Loads rules that managers have changed in another process. */
async function loadRules(ruleRepository: RuleRepository, log: Log): Promise<void> {
  await ruleRepository.load().catch((error: unknown) => log.error('rules.failed', {}, error));
}

/** Writes the last-seen times of this process; after a failure the next flush writes them. */
async function flush({ lastSeen, log }: RoomDeps): Promise<void> {
  await lastSeen.flush().catch((error: unknown) => log.error('lastSeen.failed', {}, error));
}
