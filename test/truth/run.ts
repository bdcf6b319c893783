/** `node test/truth/run.ts --seed 1 --days 5 [--rooms 40] [--floorless]`: one run with a clock moved by hand. */
import { parseArgs } from 'node:util';
import { openHandPlatform } from './platform/platform.ts';
import { play } from './platform/play.ts';
import { createWorld } from './scenario/groundTruth.ts';
import { days } from './scenario/times.ts';
import { judge } from './verdict/judge.ts';
import { sayVerdict } from './verdict/verdict.ts';

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
