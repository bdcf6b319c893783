/** The whole benchmark in the smallest size: all rows exist and have the right format. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRow, formatTable, type Row } from './rows/rows.ts';
import { runIngestBench } from './run.ts';
import { alertmanagerMissing } from './servers/alertmanager.ts';
import { quickSize } from './sizes.ts';

/** Runs without Alertmanager, so that the test is the same on every machine. */
const searched = '';

let rows: Row[];
beforeAll(async () => {
  rows = await runIngestBench({ sizes: quickSize, searched, report: () => {} });
}, 120_000);

const percentRows = (rate: number) =>
  ['p50', 'p95', 'p99'].flatMap((percent) =>
    ['platform', 'alertmanager', 'ratio'].map((of) => `latency.${rate}.${percent}.${of}`),
  );
const unchangedRows = (batch: number) =>
  ['rate', 'bareRate', 'alertmanagerRate', 'bareRatio', 'alertmanagerRatio'].map(
    (of) => `unchanged.${batch}.${of}`,
  );

describe('npm run bench -- ingest', () => {
  it('has every row, in order', () => {
    expect(rows.map(({ id }) => id)).toEqual([
      ...[1, 100].flatMap(unchangedRows),
      ...[200, 1_000, 2_000].flatMap(percentRows),
      'opening.seconds',
      'opening.rate',
      'memory.rss',
      'memory.heap',
      'start.ready',
      'memory.startedRss',
      `lists.${quickSize.rooms}.incidents`,
      `lists.${quickSize.rooms}.rooms`,
      'disconnect.seconds',
      `lists.${quickSize.manyRooms}.incidents`,
      `lists.${quickSize.manyRooms}.rooms`,
      'units.message',
      'units.transition',
    ]);
  });

  it('measures all rows without Alertmanager, and prints how to install it', () => {
    const isOthers = ({ id }: Row) =>
      /alertmanager/i.test(id) || (id.startsWith('latency') && id.endsWith('ratio'));
    for (const row of rows.filter((one) => !isOthers(one))) {
      expect(row.measured, row.id).toBeGreaterThan(0);
    }
    for (const row of rows.filter(isOthers)) {
      expect(row).toMatchObject({ measured: null, verdict: 'notMeasured' });
      expect(row.reason).toBe(alertmanagerMissing);
    }
  });

  it('evaluates each target and explains a missed one', () => {
    for (const row of rows.filter(({ target }) => target !== null)) {
      expect(['met', 'missed', 'notMeasured'], row.id).toContain(row.verdict);
      if (row.verdict === 'missed') expect(row.reason, row.id).toMatch(/\.$/);
    }
  });
});

describe('the table', () => {
  it('shows figures, targets and reasons', () => {
    const spec = { id: 'a', what: 'time', unit: 's', target: { most: 3 }, whenMissed: 'Too much.' };
    const table = formatTable([
      createRow(spec, 2.0449),
      createRow(spec, 12_345.6),
      createRow(
        { id: 'b', what: 'rate', unit: '×', target: { least: 0.5 } },
        Number.POSITIVE_INFINITY,
      ),
    ]);
    expect(table.split('\n').slice(2)).toEqual([
      'time  2.04 s      ≤ 3     met',
      'time  12,346 s    ≤ 3     MISSED',
      '    Too much.',
      'rate  Infinity ×  ≥ 0.5   met',
    ]);
  });
});
