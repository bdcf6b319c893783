/** `npm run bench -- ingest`: measures the platform and prints what it reached beside what it must. */
import os from 'node:os';
import { endAsMistake, readCommandLine } from '@rooms-pro/scripts';
import { tableOf } from './rows/rows.ts';
import { runIngestBench } from './run.ts';
import { fullSize, quickSize } from './sizes.ts';

const usage = `npm run bench -- ingest [--quick] [--json]

  --quick  a few rooms and moments: shows that it runs, measures nothing worth keeping
  --json   the rows as JSON
  --help   print this`;

const { values, positionals } = readCommandLine(usage, {
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
if (positionals.join(' ') !== 'ingest') endAsMistake('What shall be measured?', usage);

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
const startedMs = performance.now();
const rows = await runIngestBench({
  sizes: values.quick ? quickSize : fullSize,
  searched: process.env['PATH'] ?? '',
  tell: (sentence) => console.error(sentence),
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
  console.log(`\n${tableOf(rows)}\n`);
  console.log(`${cores} × ${processor}, ${memoryGb} GB, Node ${node}, ${at}, took ${seconds} s`);
  console.log('Cards are sent without the limits of Teams, which would allow 50 a second.');
}
