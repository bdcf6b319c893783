/** `npm run simulate -- <story>`: makes something happen to a room of the running demonstration. */
import { endAsMistake, readCommandLine, root } from '@rooms-pro/scripts';
import { readDemoKeys } from './demoKeys.ts';
import { notifyFleet } from './fleet/control.ts';
import { stories, storyNamed } from './stories/stories.ts';

const usage = [
  'npm run simulate -- <story> [--room <name|number>] [--list] [--data <folder>]',
  '',
  '  --room   the room that it happens to, by name, number or device',
  '  --list   the stories, and the rooms of the running demonstration',
  '  --data   where database, keys and logs of the demonstration stand (.data)',
  '  --help   print this',
  '',
  'Stories:',
  ...stories.map(({ name, about }) => `  ${name.padEnd(24)} ${about}`),
].join('\n');

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

/** The stories, and the rooms they can happen to. */
async function list(dataFolder: string): Promise<void> {
  const rooms = (await readDemoKeys(dataFolder))?.rooms ?? [];
  console.log(usage);
  if (rooms.length > 0) console.log('\nRooms:');
  for (const { number, name } of rooms) console.log(`  ${number}  ${name}`);
}

const { values, positionals } = readCommandLine(usage, {
  allowPositionals: true,
  options: {
    room: { type: 'string' },
    list: { type: 'boolean', default: false },
    data: { type: 'string', default: `${root}.data` },
  },
});
const [name] = positionals;
if (values.list) {
  await list(values.data);
} else if (name === undefined) {
  endAsMistake('Which story?', usage);
} else if (storyNamed(name) === null) {
  fail(`There is no story "${name}".\n\n${usage}`);
} else {
  const wish = { story: name, room: values.room ?? null };
  const answer = await notifyFleet(values.data, wish);
  if (answer === null) fail('No demonstration is running. Start it in another terminal: npm start');
  if (!answer.ok) fail(`${answer.sentence} The rooms are listed by: npm run simulate -- --list`);
  console.log(answer.sentence);
}
