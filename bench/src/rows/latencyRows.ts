/** Part of the benchmark: reading to card, beside Alertmanager's alert to webhook, rate by rate. */

import {
  asAlerts,
  asTelemetry,
  createTransitions,
  type Latency,
  measureLatency,
} from '../measures/latency.ts';
import type { Bench } from '../run.ts';
import {
  type Alertmanager,
  alertmanagerMissing,
  startAlertmanager,
} from '../servers/alertmanager.ts';
import type { BenchChild } from '../servers/benchChild.ts';
import type { FakeConnector } from '../servers/fakeConnector.ts';
import { latencySpecs } from './rowSpecs.ts';
import { missingRow, type Row, rowOf } from './rows.ts';

const percents = ['p50', 'p95', 'p99'] as const;

/** Measures the platform and, where there is one, Alertmanager at each rate in turn. */
export async function latencyRows(
  bench: Bench,
  platform: BenchChild,
  double: FakeConnector,
): Promise<Row[]> {
  const program = bench.alertmanager;
  const other =
    program === null
      ? null
      : await startAlertmanager(program, await bench.folder('alertmanager-sends'), double.url);
  try {
    return await rowsOf(bench, platform, double, other);
  } finally {
    await other?.end();
  }
}

async function rowsOf(
  { sizes }: Bench,
  platform: BenchChild,
  double: FakeConnector,
  other: Alertmanager | null,
): Promise<Row[]> {
  const own = createTransitions(sizes.rooms);
  const others = createTransitions(sizes.rooms);
  const rows: Row[] = [];
  for (const at of sizes.rates) {
    const ours = { url: platform.url, request: asTelemetry };
    const mine = await measureLatency(ours, double, own, at);
    await platform.ask({ ask: 'idle' });
    const theirs = other && { url: other.url, request: asAlerts };
    const their = theirs && (await measureLatency(theirs, double, others, at));
    rows.push(...describe(at.rate, mine, their));
  }
  return rows;
}

function describe(rate: number, mine: Latency, their: Latency | null): Row[] {
  return percents.flatMap((percent) => {
    const specs = latencySpecs(rate, percent);
    const own = rowOf({ ...specs.own, ...lossNote(mine) }, mine[percent]);
    if (their === null) {
      const missing = [specs.alertmanager, specs.ratio];
      return [own, ...missing.map((spec) => missingRow(spec, alertmanagerMissing))];
    }
    const other = rowOf({ ...specs.alertmanager, ...lossNote(their) }, their[percent]);
    return [own, other, rowOf(specs.ratio, mine[percent] / their[percent])];
  });
}

function lossNote({ offered, arrived }: Latency): { note?: string } {
  if (arrived === offered) return {};
  return {
    note: `${offered - arrived} of ${offered} had not arrived 20 s after the last was sent.`,
  };
}
