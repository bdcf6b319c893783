/** The metrics of the store, as the SDK of OpenTelemetry receives them. */
import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { createManualClock } from '@rooms-pro/testing/clock';
import { startFakeCosmos } from '@rooms-pro/testing/cosmos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { count, roomId } from './contract/sampleRooms.suite.ts';
import { onFakeCosmos } from './cosmos/cosmosTrial.suite.ts';
import { openCosmosStore } from './cosmos/openCosmosStore.ts';
import { createMultiProcessStore } from './feed/multiProcessStore.ts';
import { openSqliteStore } from './sqlite/sqliteStore.ts';

const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
beforeAll(() => {
  // The meter of another test file of this worker can still be set, and a second one is refused.
  metrics.disable();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
});
afterAll(() => metrics.disable());

/** The measurements since the last call: each metric with its values by their one attribute. */
async function measured(): Promise<Record<string, Record<string, number>>> {
  exporter.reset();
  await reader.forceFlush();
  const all = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
  return Object.fromEntries(
    all
      .flatMap((scope) => scope.metrics)
      .map(({ descriptor, dataPoints }) => [
        descriptor.name,
        Object.fromEntries(
          dataPoints.map(({ attributes, value }) => [
            String(Object.values(attributes)[0] ?? 'all'),
            Number(value),
          ]),
        ),
      ]),
  );
}

describe('a multi-process store', () => {
  it('counts its own commits once, and no commits of other processes', async () => {
    await measured();
    const store = await createMultiProcessStore(openSqliteStore({ file: ':memory:' }));
    await store.transact(roomId(1), count(1));
    await store.catchUp();
    await store.transact(roomId(1), count(1));
    await store.close();
    const { changes = {} } = await measured();
    expect(Object.values(changes).reduce((sum, times) => sum + times, 0)).toBe(2);
  });

  it('reports the age of its view until it is closed', async () => {
    const clock = createManualClock();
    const store = await createMultiProcessStore(openSqliteStore({ file: ':memory:' }), {
      ...clock,
      everyMs: 60_000,
    });
    await clock.run(30_000);
    expect((await measured())['feed.lag']).toEqual({ all: 30 });
    await store.catchUp();
    expect((await measured())['feed.lag']).toEqual({ all: 0 });
    await store.close();
    expect((await measured())['feed.lag'] ?? {}).toEqual({});
  });
});

describe('a store on Cosmos DB', () => {
  it('adds up its charges and its lost races', async () => {
    const fakeCosmos = await startFakeCosmos();
    const one = await openCosmosStore(onFakeCosmos(fakeCosmos));
    const other = await openCosmosStore(onFakeCosmos(fakeCosmos));
    await measured();
    const before = one.stats().requestUnits + other.stats().requestUnits;
    const calls = [one, other].flatMap((store) =>
      Array.from({ length: 5 }, () => store.transact(roomId(1), count(1))),
    );
    await Promise.all(calls);
    const after = one.stats().requestUnits + other.stats().requestUnits;
    const seen = await measured();
    const charged = Object.values(seen['store.requestUnits'] ?? {});
    expect(charged.reduce((sum, units) => sum + units, 0)).toBeCloseTo(after - before, 6);
    expect(seen['store.conflicts']?.['all']).toBeGreaterThan(0);
    await one.close();
    await other.close();
    await fakeCosmos.stop();
  });
});
