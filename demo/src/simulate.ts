/** `npm run simulate -- <scenario>`: plays a scenario in a room of the running demonstration. */
import { endAsMistake, readCommandLine, root } from '@rooms-pro/scripts';
import { readDemoKeys } from './demoKeys.ts';
import { notifyFleet } from './fleet/control.ts';
import { findScenario, scenarios } from './stories/stories.ts';

const usage = [
  'npm run simulate -- <scenario> [--room <name|number>] [--list] [--data <folder>]',
  '',
  '  --room   the room of the scenario, by name, number or device',
  '  --list   list the scenarios, and the rooms of the running demonstration',
  '  --data   the folder with database, keys and logs of the demonstration (.data)',
  '  --help   print this help',
  '',
  'Scenarios:',
  ...scenarios.map(({ name, about }) => `  ${name.padEnd(24)} ${about}`),
].join('\n');

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

/** Prints the scenarios and the rooms. */
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
  endAsMistake('The name of the scenario is missing.', usage);
} else if (findScenario(name) === null) {
  fail(`There is no scenario "${name}".\n\n${usage}`);
} else {
  const request = { scenario: name, room: values.room ?? null };
  const result = await notifyFleet(values.data, request);
  if (result === null) fail('No demonstration is running. Start it in another terminal: npm start');
  if (!result.ok) fail(`${result.sentence} To list the rooms: npm run simulate -- --list`);
  console.log(result.sentence);
}
