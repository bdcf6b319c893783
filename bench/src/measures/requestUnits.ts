/** Row 6: simulates one hour of thousands of rooms with a manual clock, and counts the request units. */
import { type Instant, instantAfter } from '@rooms-pro/core';
import {
  createKeyRing,
  createLog,
  createSweep,
  createTelemetryHandler,
  registerKey,
} from '@rooms-pro/ingest';
import { createLastSeen, createRoomCache, openSqliteStore } from '@rooms-pro/store';
import { benchRules, benchSignals, gatewayKey, writeDataset } from '../load/benchRooms.ts';
import { createMessage, readingItem } from '../load/requests.ts';
import { countUnits } from './countingStore.ts';

export type RequestUnits = {
  readonly perUnchangedMessage: number;
  readonly perTransition: number;
};

/** The interval between two reports of a room, as in the Monitoring Software. */
const beatMinutes = 5;
const hourMinutes = 60;

/** Measures with a database in `folder`, which must be empty. */
export async function measureRequestUnits(folder: string, rooms: number): Promise<RequestUnits> {
  const dataset = { folder, rooms, signals: benchSignals, unhealthy: [], serviceUrl: null };
  await writeDataset(dataset);
  const store = countUnits(openSqliteStore({ file: `${folder}/rooms.sqlite` }));
  let time: Instant = new Date().toISOString();
  const now = () => time;
  const lastSeen = createLastSeen(store);
  const cache = createRoomCache(store);
  const deps = { store, rules: () => benchRules, now, log: createLog('error'), cache, lastSeen };
  const keyRing = createKeyRing(store, now);
  await registerKey(store, gatewayKey, { kind: 'gateway', name: 'bench' }, now());
  const response = createTelemetryHandler({ ...deps, keyRing });
  const sweep = createSweep({ ...deps, listeningSince: now() });

  async function send(index: number, items: readonly object[]): Promise<void> {
    const body = Buffer.from(JSON.stringify(createMessage(index, time, items)));
    const { status } = await response({
      authorization: `Bearer ${gatewayKey}`,
      body: { contentEncoding: null, contentLength: null, bytes: singleChunk(body) },
      correlationId: 'bench',
    });
    if (status !== 200) throw new Error(`The response to telemetry has status ${status}.`);
  }
  const healthy = () => benchSignals.map((signal) => readingItem(signal, 'healthy', '', time));
  const indexes = Array.from({ length: rooms }, (_, index) => index);

  /** Simulates minutes: in each minute some of the rooms report, and the sweep runs. */
  async function simulateMinutes(minutes: number): Promise<number> {
    const before = store.units();
    for (let minute = 0; minute < minutes; minute += 1) {
      time = instantAfter(time, 60_000);
      const platformRates = indexes.filter((index) => index % beatMinutes === minute % beatMinutes);
      await Promise.all(platformRates.map((index) => send(index, healthy())));
      await sweep();
    }
    return store.units() - before;
  }

  async function failAndRecover(): Promise<number> {
    const before = store.units();
    for (const [state, signals] of [
      ['unhealthy', benchSignals],
      ['healthy', benchSignals],
    ] as const) {
      for (const signal of signals) {
        time = instantAfter(time, 1_000);
        const some = indexes.slice(0, transitionRooms);
        await Promise.all(
          some.map((index) => send(index, [readingItem(signal, state, 'No signal', time)])),
        );
      }
    }
    const transitions = 2 * benchSignals.length * Math.min(rooms, transitionRooms);
    return (store.units() - before) / transitions;
  }

  // The first heartbeat is not counted, because it fills the caches of devices and rooms.
  await simulateMinutes(beatMinutes);
  const units = await simulateMinutes(hourMinutes);
  const perUnchangedMessage = units / (rooms * (hourMinutes / beatMinutes));
  const perTransition = await failAndRecover();
  sweep.stop();
  cache.stop();
  await store.close();
  return { perUnchangedMessage, perTransition };
}

const transitionRooms = 50;

async function* singleChunk(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}
