/** Row 6: An hour in the life of thousands of rooms, the clock moved by hand and the units counted. */
import { type Instant, instantAfter } from '@rooms-pro/core';
import {
  createKeyRing,
  createLog,
  createSweep,
  createTelemetryHandler,
  registerKey,
} from '@rooms-pro/ingest';
import { createLastSeen, createRoomCache, openSqliteStore } from '@rooms-pro/store';
import { benchRules, benchSignals, gatewayKey, writeWorld } from '../load/benchRooms.ts';
import { messageOf, readingItem } from '../load/requests.ts';
import { countUnits } from './countingStore.ts';

export type RequestUnits = {
  readonly perUnchangedMessage: number;
  readonly perTransition: number;
};

/** How often a room reports, as the Monitoring Software does. */
const beatMinutes = 5;
const hourMinutes = 60;

/** Counts on a file in `folder`, which must be empty. */
export async function measureRequestUnits(folder: string, rooms: number): Promise<RequestUnits> {
  const world = { folder, rooms, signals: benchSignals, unhealthy: [], serviceUrl: null };
  await writeWorld(world);
  const store = countUnits(openSqliteStore({ file: `${folder}/rooms.sqlite` }));
  let time: Instant = new Date().toISOString();
  const now = () => time;
  const lastSeen = createLastSeen(store);
  const cache = createRoomCache(store);
  const deps = { store, rules: benchRules, now, log: createLog('error'), cache, lastSeen };
  const keyRing = createKeyRing(store, now);
  await registerKey(store, gatewayKey, { kind: 'gateway', name: 'bench' }, now());
  const answer = createTelemetryHandler({ ...deps, keyRing });
  const sweep = createSweep({ ...deps, listeningSince: now() });

  async function send(index: number, items: readonly object[]): Promise<void> {
    const body = Buffer.from(JSON.stringify(messageOf(index, time, items)));
    const { status } = await answer({
      authorization: `Bearer ${gatewayKey}`,
      body: { contentEncoding: null, contentLength: null, bytes: once(body) },
      correlationId: 'bench',
    });
    if (status !== 200) throw new Error(`Telemetry was answered ${status}.`);
  }
  const healthy = () => benchSignals.map((signal) => readingItem(signal, 'healthy', '', time));
  const indexes = Array.from({ length: rooms }, (_, index) => index);

  /** Minute after minute a share of the rooms reports, and the sweep runs. */
  async function liveFor(minutes: number): Promise<number> {
    const before = store.units();
    for (let minute = 0; minute < minutes; minute += 1) {
      time = instantAfter(time, 60_000);
      const own = indexes.filter((index) => index % beatMinutes === minute % beatMinutes);
      await Promise.all(own.map((index) => send(index, healthy())));
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

  // The first beat finds every device and room for the first time.
  await liveFor(beatMinutes);
  const units = await liveFor(hourMinutes);
  const perUnchangedMessage = units / (rooms * (hourMinutes / beatMinutes));
  const perTransition = await failAndRecover();
  sweep.stop();
  cache.stop();
  await store.close();
  return { perUnchangedMessage, perTransition };
}

const transitionRooms = 50;

async function* once(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}
