/** Part of the benchmark: unchanged telemetry at the platform, bare restify and Alertmanager. */
import { alertmanagerMissing, startAlertmanager } from './alertmanager.ts';
import { startBenchChild } from './child.ts';
import { openConnection } from './connection.ts';
import { repeatedAlerts, stamp, unchangedTelemetry } from './requests.ts';
import { missingRow, type Row, rowOf } from './rows.ts';
import type { Bench } from './run.ts';
import { unchangedSpecs } from './specs.ts';
import { type Contender, compareThroughput, type Throughput } from './throughput.ts';

/** More at once when requests are small, so that the server and not the way to it is busy. */
const connectionsFor = { 1: 32, 100: 8 } as const;

/** Measures both sizes of batches. */
export async function unchangedRows(bench: Bench, platformUrl: string): Promise<Row[]> {
  const bare = await startBenchChild('./bareRestify.ts');
  try {
    const program = bench.alertmanager;
    const other =
      program === null
        ? null
        : await startAlertmanager(program, await bench.folder('alertmanager-accepts'), null);
    try {
      const rows: Row[] = [];
      for (const batch of [1, 100] as const) {
        rows.push(...(await rowsFor(bench, batch, platformUrl, bare.url, other?.url ?? null)));
      }
      return rows;
    } finally {
      await other?.end();
    }
  } finally {
    await bare.end();
  }
}

async function rowsFor(
  { sizes }: Bench,
  batch: 1 | 100,
  platformUrl: string,
  bareUrl: string,
  alertmanagerUrl: string | null,
): Promise<Row[]> {
  const messagesPerRequest = batch === 1 ? 1 : sizes.batch;
  const telemetry = unchangedTelemetry(sizes.rooms, messagesPerRequest);
  const now = () => new Date().toISOString();
  const soon = () => new Date(Date.now() + 600_000).toISOString();
  const common = { requests: telemetry, messagesPerRequest, instant: now };
  const contenders: Contender[] = [
    { ...common, name: 'platform', url: platformUrl },
    { ...common, name: 'bare', url: bareUrl },
  ];
  if (alertmanagerUrl !== null) {
    const requests = repeatedAlerts(sizes.rooms, messagesPerRequest);
    const same = { messagesPerRequest, requests, instant: soon };
    contenders.push({ ...same, name: 'alertmanager', url: alertmanagerUrl });
  }
  await expectUnchanged(contenders);
  const { rounds, roundMs } = sizes;
  const connections = connectionsFor[batch];
  const found = await compareThroughput(contenders, { rounds, roundMs, connections });
  return describe(batch, found);
}

/** What is measured must be what it is called: every verdict of a sample says unchanged. */
async function expectUnchanged([platform]: readonly Contender[]): Promise<void> {
  const request = platform?.requests[0];
  if (platform === undefined || request === undefined) return;
  const connection = await openConnection(platform.url);
  const { body } = await connection.send(stamp(request, platform.instant()));
  connection.close();
  const verdicts = new Set(body.match(/"verdict":"\w+"/g));
  if (verdicts.size !== 1 || !verdicts.has('"verdict":"unchanged"')) {
    throw new Error(`Telemetry was not judged unchanged: ${[...verdicts].join(', ')}`);
  }
}

function describe(batch: 1 | 100, { perSecond, ratio }: Throughput): Row[] {
  const specs = unchangedSpecs(batch);
  const row = (spec: Parameters<typeof rowOf>[0], figure: number | undefined) =>
    figure === undefined ? missingRow(spec, alertmanagerMissing) : rowOf(spec, figure);
  return [
    row(specs.rate, perSecond.platform),
    row(specs.bareRate, perSecond.bare),
    row(specs.alertmanagerRate, perSecond.alertmanager),
    row(specs.bare, ratio.bare),
    row(specs.alertmanager, ratio.alertmanager),
  ];
}
