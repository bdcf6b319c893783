/** `npm run bench -- ingest`: measures the platform and prints each result with its target. */
import os from 'node:os';
import { endAsMistake, readCommandLine } from '@rooms-pro/scripts';
import { formatTable } from './rows/rows.ts';
import { runIngestBench } from './run.ts';
import { fullSize, quickSize } from './sizes.ts';

const usage = `npm run bench -- ingest [--quick] [--json]

  --quick  few rooms and a short time: shows that the benchmark works; the figures are not meaningful
  --json   print the rows as JSON
  --help   print this help`;

const { values, positionals } = readCommandLine(usage, {
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
if (positionals.join(' ') !== 'ingest')
  endAsMistake('The name of the benchmark is missing.', usage);

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
const startedMs = performance.now();
const rows = await runIngestBench({
  sizes: values.quick ? quickSize : fullSize,
  searched: process.env['PATH'] ?? '',
  report: (sentence) => console.error(sentence),
});
const machine = {
  cores: os.availableParallelism(),
  processor: os.cpus()[0]?.model ?? 'unknown',
  memoryGb: Math.round(os.totalmem() / 2 ** 30),
  node: process.version,
  at: new Date().toISOString(),
  seconds: Math.round((performance.now() - startedMs) / 1000),
};
if (values.json) {
  console.log(JSON.stringify({ machine, rows }, null, 2));
} else {
  const { cores, processor, memoryGb, node, at, seconds } = machine;
  console.log(`\n${formatTable(rows)}\n`);
  console.log(`${cores} × ${processor}, ${memoryGb} GB, Node ${node}, ${at}, took ${seconds} s`);
  console.log('Cards are sent without the rate limits of Teams, which allow 50 per second.');
}
