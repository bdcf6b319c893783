/** The fleet child of `npm start`: forty devices that speak to the platform over HTTP. */
import { parseArgs } from 'node:util';
import { findRoom, type KnownRoom, readDemoKeys } from '../demoKeys.ts';
import { endWithParent, notifyParent } from '../process/endWithParent.ts';
import { storyNamed } from '../stories/stories.ts';
import { openControl, type Wish, type WishAnswer } from './control.ts';
import { type SimulatedFleet, startFleet } from './fleet.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '.data' },
    origin: { type: 'string', default: 'http://127.0.0.1:3978' },
    pace: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});

/** One JSON line for the log file. */
function logLine(event: string, fields: object): void {
  console.log(JSON.stringify({ time: new Date().toISOString(), part: 'fleet', event, ...fields }));
}

async function grant(
  fleet: SimulatedFleet,
  rooms: readonly KnownRoom[],
  wish: Wish,
): Promise<WishAnswer> {
  const story = storyNamed(wish.story);
  if (story === null) return { ok: false, sentence: `There is no story "${wish.story}".` };
  const room = wish.room === null ? null : findRoom(rooms, wish.room);
  if (wish.room !== null && room === null)
    return { ok: false, sentence: `No single room is called "${wish.room}".` };
  return fleet.play(story, room);
}

const keys = await readDemoKeys(values.data);
if (keys === null) {
  console.error(`There are no keys in ${values.data}; start everything with: npm start`);
  process.exit(1);
}
/** What the devices' software tells of its daily work is no news, nor is that it still cannot send. */
function isNews(event: string, fields: object): boolean {
  const isStill = event === 'telemetry.deferred' && 'failures' in fields && fields.failures !== 1;
  return !isStill && !['agent.started', 'agent.stopped', 'telemetry.sent'].includes(event);
}

const fleet = startFleet({
  origin: values.origin,
  rooms: keys.rooms,
  pace: Number(values.pace),
  seed: Number(values.seed),
  hasProgramme: true,
  onStory: (story, rooms, sentence) => {
    logLine('story.began', { story, rooms: rooms.map(({ number }) => number) });
    notifyParent({ sentence });
  },
  onEvent: (device, event, fields) => {
    if (isNews(event, fields)) logLine(event, { device, ...fields });
  },
});
const control = await openControl(values.data, (wish) => grant(fleet, keys.rooms, wish));
endWithParent(async () => {
  await control.close();
  await fleet.stop();
});
