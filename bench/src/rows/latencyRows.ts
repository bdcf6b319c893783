/** Part of the benchmark: the time from reading to card, compared with Alertmanager from alert to webhook. */

import type { Bench } from '../benchOptions.ts';
import {
  asAlerts,
  asTelemetry,
  createTransitions,
  type Latency,
  measureLatency,
} from '../measures/latency.ts';
import {
  type Alertmanager,
  alertmanagerMissing,
  startAlertmanager,
} from '../servers/alertmanager.ts';
import type { BenchChild } from '../servers/benchChild.ts';
import type { FakeConnector } from '../servers/fakeConnector.ts';
import { latencySpecs } from './rowSpecs.ts';
import { createRow, missingRow, type Row } from './rows.ts';

const percents = ['p50', 'p95', 'p99'] as const;

/** Measures the platform and, if it is installed, Alertmanager at each rate. */
export async function latencyRows(
  bench: Bench,
  platform: BenchChild,
  connector: FakeConnector,
): Promise<Row[]> {
  const program = bench.alertmanager;
  const other =
    program === null
      ? null
      : await startAlertmanager(program, await bench.folder('alertmanager-sends'), connector.url);
  try {
    return await measureRates(bench, platform, connector, other);
  } finally {
    await other?.end();
  }
}

async function measureRates(
  { sizes }: Bench,
  platform: BenchChild,
  connector: FakeConnector,
  other: Alertmanager | null,
): Promise<Row[]> {
  const own = createTransitions(sizes.rooms);
  const others = createTransitions(sizes.rooms);
  const rows: Row[] = [];
  for (const at of sizes.rates) {
    const ours = { url: platform.url, request: asTelemetry };
    const platformLatency = await measureLatency(ours, connector, own, at);
    await platform.ask({ ask: 'idle' });
    const theirs = other && { url: other.url, request: asAlerts };
    const otherLatency = theirs && (await measureLatency(theirs, connector, others, at));
    rows.push(...describe(at.rate, platformLatency, otherLatency));
  }
  return rows;
}

function describe(rate: number, platformLatency: Latency, otherLatency: Latency | null): Row[] {
  return percents.flatMap((percent) => {
    const specs = latencySpecs(rate, percent);
    const own = createRow({ ...specs.own, ...lossNote(platformLatency) }, platformLatency[percent]);
    if (otherLatency === null) {
      const missing = [specs.alertmanager, specs.ratio];
      return [own, ...missing.map((spec) => missingRow(spec, alertmanagerMissing))];
    }
    const other = createRow(
      { ...specs.alertmanager, ...lossNote(otherLatency) },
      otherLatency[percent],
    );
    return [own, other, createRow(specs.ratio, platformLatency[percent] / otherLatency[percent])];
  });
}

function lossNote({ offered, arrived }: Latency): { note?: string } {
  if (arrived === offered) return {};
  return {
    note: `${offered - arrived} of ${offered} had not arrived 20 s after the last transition was sent.`,
  };
}
