/** Part of the benchmark: unchanged telemetry with the platform, bare restify and Alertmanager. */

import type { Bench } from '../benchOptions.ts';
import { openConnection } from '../load/connection.ts';
import { repeatedAlerts, stamp, unchangedTelemetry } from '../load/requests.ts';
import { type Contender, compareThroughput, type Throughput } from '../measures/throughput.ts';
import { alertmanagerMissing, startAlertmanager } from '../servers/alertmanager.ts';
import { startBenchChild } from '../servers/benchChild.ts';
import { unchangedSpecs } from './rowSpecs.ts';
import { createRow, missingRow, type Row, type RowSpec } from './rows.ts';

/** Small requests use more connections, so that the server is the bottleneck and not the connection. */
const connectionsFor = { 1: 32, 100: 8 } as const;

type Batch = 1 | 100;

/** Measures both batch sizes. */
export async function unchangedRows(bench: Bench, platformUrl: string): Promise<Row[]> {
  const restifyResults = await againstRestify(bench, platformUrl);
  const alertmanagerResults = await againstAlertmanager(bench, platformUrl);
  return [...restifyResults].flatMap(([batch, found]) =>
    describe(batch, found, alertmanagerResults.get(batch)),
  );
}

type Results = ReadonlyMap<Batch, Throughput>;

async function againstRestify(bench: Bench, platformUrl: string): Promise<Results> {
  const bare = await startBenchChild('./bareRestify.ts');
  try {
    return await compareBoth(bench, platformUrl, (same) => ({
      ...same,
      name: 'bare',
      url: bare.url,
    }));
  } finally {
    await bare.end();
  }
}

/** Measured separately, because Alertmanager continues to process alerts long after its response. */
async function againstAlertmanager(bench: Bench, platformUrl: string): Promise<Results> {
  const program = bench.alertmanager;
  if (program === null) return new Map();
  const folder = await bench.folder('alertmanager-accepts');
  const other = await startAlertmanager(program, folder, null);
  const soon = () => new Date(Date.now() + 600_000).toISOString();
  try {
    return await compareBoth(bench, platformUrl, ({ messagesPerRequest }) => {
      const requests = repeatedAlerts(bench.sizes.rooms, messagesPerRequest);
      const name = 'alertmanager';
      return { name, url: other.url, requests, messagesPerRequest, instant: soon };
    });
  } finally {
    await other.end();
  }
}

async function compareBoth(
  { sizes }: Bench,
  platformUrl: string,
  otherFor: (platform: Contender) => Contender,
): Promise<Results> {
  const found = new Map<Batch, Throughput>();
  for (const batch of [1, 100] as const) {
    const messagesPerRequest = batch === 1 ? 1 : sizes.batch;
    const requests = unchangedTelemetry(sizes.rooms, messagesPerRequest);
    const instant = () => new Date().toISOString();
    const sent = { requests, messagesPerRequest, instant };
    const platform: Contender = { name: 'platform', url: platformUrl, ...sent };
    await expectUnchanged(platform);
    const { rounds, roundMs } = sizes;
    const connections = connectionsFor[batch];
    const contenders = [platform, otherFor(platform)];
    found.set(batch, await compareThroughput(contenders, { rounds, roundMs, connections }));
  }
  return found;
}

/** Checks with a sample that the platform returns the verdict `unchanged` for every item. */
async function expectUnchanged(platform: Contender): Promise<void> {
  const [request] = platform.requests;
  if (request === undefined) return;
  const connection = await openConnection(platform.url);
  const { body } = await connection.send(stamp(request, platform.instant()));
  connection.close();
  const verdicts = new Set(body.match(/"verdict":"\w+"/g));
  if (verdicts.size !== 1 || !verdicts.has('"verdict":"unchanged"')) {
    throw new Error(`The verdict of telemetry is not unchanged: ${[...verdicts].join(', ')}`);
  }
}

function describe(batch: Batch, restify: Throughput, alertmanager: Throughput | undefined): Row[] {
  const specs = unchangedSpecs(batch);
  const row = (spec: RowSpec, figure: number | undefined) =>
    figure === undefined ? missingRow(spec, alertmanagerMissing) : createRow(spec, figure);
  return [
    row(specs.rate, restify.perSecond.platform),
    row(specs.bareRate, restify.perSecond.bare),
    row(specs.alertmanagerRate, alertmanager?.perSecond.alertmanager),
    row(specs.bare, restify.ratio.bare),
    row(specs.alertmanager, alertmanager?.ratio.alertmanager),
  ];
}
