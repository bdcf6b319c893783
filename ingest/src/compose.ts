/**
 * Ingest as one process of many: everything around a store that others write to as well. What other
 * processes commit comes in by the store's feed, what they heard by the pages of last-seen times.
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
  /** Where files of devices are kept; `null`: nowhere. */
  readonly attachments: Attachments | null;
  readonly log: Log;
  /** Hears what was answered to messages, where somebody gathers metrics. */
  readonly tally?: ResultCounter | undefined;
  /** The time now. */
  readonly now: () => Instant;
};

/** Handlers around one store; `stop` writes what is in memory and lets go of the store. */
export type Ingest = FunctionHandlers & { stop(): Promise<void> };

/** Functions runs as many instances as telemetry needs. */
const isShared = true;
const rulesEveryMs = 60_000;
/** What was heard is lost for others that long at most; silence is judged after twenty minutes. */
const flushEveryMs = 5 * 60_000;

/** Composes it. Throws what the store throws; nothing runs then. */
export async function composeIngest(given: IngestDeps): Promise<Ingest> {
  const { store, config, attachments, log, tally, now } = given;
  const stopNaming = nameInLog(store, log);
  const lastSeen = createLastSeen(store);
  await lastSeen.load();
  const listeningSince = now();
  const ruleBook = openRuleRepository(store, {
    base: {
      ...defaultRules,
      listening: { ...(await availabilityFrom(store, lastSeen, listeningSince)), isShared },
    },
    pace: 1,
    onFault: (reason) => log.error('rules.unusable', { reason }),
  });
  await ruleBook.load();
  const cache = createRoomCache(store);
  const counted = tally ? { tally } : {};
  const quotas = { ...defaultQuotas, ...config.quotas };
  const newRooms = openNewRooms(store, quotas.newRoomsPerHour);
  const deps = { store, rules: ruleBook.rules, now, log, cache, lastSeen, newRooms, ...counted };
  const ingest = { ...deps, keyRing: createKeyRing(store, now, quotas) };
  const sweep = createSweep({ ...deps, listeningSince, ruleBook });
  const { graph } = config;
  const collect = graph
    ? createCollector({ ...deps, config: graph, tokens: createGraphTokens(graph) })
    : null;
  const loading = setInterval(() => void loadRules(ruleBook, log), rulesEveryMs).unref();
  const flushing = setInterval(() => void flush(deps), flushEveryMs).unref();

  return {
    ingestTelemetry: asFunction(createTelemetryHandler(ingest)),
    enrol: asFunction(createEnrolHandler(ingest)),
    rotateKey: asFunction(createRotateHandler(ingest)),
    deviceState: asFunction(createDeviceStateHandler(ingest)),
    takeAttachment: asFunction(createAttachmentHandler({ ...ingest, attachments })),
    ready: createReadyHandler(store, () => performance.now(), config.partsOff),
    takeEvents: createEventsHandler(deps),
    // Telemetry may come in by other instances than the one that sweeps.
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
      stopNaming();
      await store.close();
    },
  };
}

/** Names each document in quarantine once, and once more when it can be read again. */
function nameInLog({ quarantine }: MultiProcessStore, log: Log): () => void {
  return quarantine.follow({
    onAdded: ({ kind, id, where, reason }) =>
      log.error('document.quarantined', { kind, id, where, reason }),
    onRemoved: ({ kind, id }) => log.info('document.released', { kind, id }),
  });
}

/** Takes over rules that managers have changed elsewhere. */
async function loadRules(ruleBook: RuleRepository, log: Log): Promise<void> {
  await ruleBook.load().catch((error: unknown) => log.error('rules.failed', {}, error));
}

/** Writes what was heard in this process; what could not be written waits for the next time. */
async function flush({ lastSeen, log }: RoomDeps): Promise<void> {
  await lastSeen.flush().catch((error: unknown) => log.error('lastSeen.failed', {}, error));
}
