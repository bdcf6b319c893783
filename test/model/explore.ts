/** More histories than the tests tell: `node test/model/explore.ts --seeds 20000 --from 5`. */
import { parseArgs } from 'node:util';
import { partingOf } from './search.ts';

const usage = `node test/model/explore.ts [--seeds 10000] [--from 1] [--stop 5] [--devices 2]

  --seeds     how many histories
  --from      the seed of the first history
  --stop      ends after so many differences
  --devices   how many devices a room has
  --help      print this`;

function readArguments() {
  try {
    return parseArgs({
      options: {
        seeds: { type: 'string', default: '10000' },
        from: { type: 'string', default: '1' },
        stop: { type: 'string', default: '5' },
        devices: { type: 'string', default: '2' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return process.exit(2);
  }
}

const values = readArguments();
if (values.help) {
  console.info(usage);
  process.exit(0);
}
const scope = { devices: Number(values.devices) };
const first = Number(values.from);
let found = 0;
for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
  const parting = partingOf(seed, scope);
  if (parting === null) continue;
  found += 1;
  console.info(`${parting}\n`);
  if (found >= Number(values.stop)) break;
}
console.info(found === 0 ? `${values.seeds} seeds: no difference` : `${found} differences`);
