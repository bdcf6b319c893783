/** The fleet child of `npm start`: forty devices that speak to the platform over HTTP. */
import { parseArgs } from 'node:util';
import { findRoom, type KnownRoom, readDemoKeys } from '../demoKeys.ts';
import { openOwnerDoor, type WishAnswer } from '../ownerDoor.ts';
import { endWithParent, tellParent } from '../parent.ts';
import { type SimulatedFleet, startFleet } from './fleet.ts';
import { storyNamed } from './stories.ts';

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

/** A wish as `npm run simulate` tells it; without a room, chance picks one. */
function readWish(wish: unknown): { readonly story: string; readonly room: string | null } {
  const { story, room } = wish as Record<string, unknown>;
  return { story: String(story), room: room === null ? null : String(room) };
}

async function grant(
  fleet: SimulatedFleet,
  rooms: readonly KnownRoom[],
  wish: unknown,
): Promise<WishAnswer> {
  const asked = readWish(wish);
  const story = storyNamed(asked.story);
  if (story === null) return { ok: false, sentence: `There is no story "${asked.story}".` };
  const room = asked.room === null ? null : findRoom(rooms, asked.room);
  if (asked.room !== null && room === null)
    return { ok: false, sentence: `No single room is called "${asked.room}".` };
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
  dataFolder: values.data,
  rooms: keys.rooms,
  pace: Number(values.pace),
  seed: Number(values.seed),
  hasProgramme: true,
  onStory: (story, rooms, sentence) => {
    logLine('story.began', { story, rooms: rooms.map(({ number }) => number) });
    tellParent({ sentence });
  },
  onEvent: (device, event, fields) => {
    if (isNews(event, fields)) logLine(event, { device, ...fields });
  },
});
const door = await openOwnerDoor(values.data, 'fleet', (wish) => grant(fleet, keys.rooms, wish));
endWithParent(async () => {
  await door.close();
  await fleet.stop();
});
