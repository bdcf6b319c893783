/** `node test/truth/run.ts --seed 1 --days 5 [--rooms 40] [--floorless]`: one run with a clock moved by hand. */
import { parseArgs } from 'node:util';
import { judge } from './judge.ts';
import { openHandPlatform } from './platform.ts';
import { play } from './play.ts';
import { days } from './times.ts';
import { sayVerdict } from './verdict.ts';
import { createWorld } from './world.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '5' },
    rooms: { type: 'string', default: '40' },
    most: { type: 'string', default: '60' },
  },
});
const world = createWorld({
  seed: Number(values.seed),
  spanMs: days(Number(values.days)),
  roomCount: Number(values.rooms),
});
const platform = await openHandPlatform();
try {
  const began = process.cpuUsage();
  const played = await play(world, platform);
  const { user, system } = process.cpuUsage(began);
  console.log(sayVerdict(judge(world, played), Number(values.most)));
  console.log(
    `seed ${values.seed}, ${values.days} days, ${played.delivered.length} requests, ${world.faults.length} faults, ${Math.round((user + system) / 1e5) / 10} s of CPU`,
  );
} finally {
  await platform.close();
}
