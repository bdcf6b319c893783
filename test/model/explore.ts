/** More histories than the tests tell: `node test/model/explore.ts --seeds 20000 --from 5`. */
import { parseArgs } from 'node:util';
import { partingOf } from './search.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    stop: { type: 'string', default: '5' },
    devices: { type: 'string', default: '2' },
  },
});
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
