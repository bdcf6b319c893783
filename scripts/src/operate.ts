/**
 * `npm run operate -- <command>`: commands for the operator of a deployment. They use the store of the environment
 * variable COSMOS_ENDPOINT (with the account of the Azure CLI) or STORE_FILE.
 */
import os from 'node:os';
import { dataSettings, readSettings, readStoreSettings } from '@rooms-pro/settings';
import { openStore, type StoreSettings } from '@rooms-pro/store';
import { z } from 'zod';
import { endAsMistake, readCommandLine } from './commandLine/commandLine.ts';
import { operateCommands } from './operate/commands.ts';

const usage = [
  'For the store that COSMOS_ENDPOINT or STORE_FILE names:',
  '',
  ...Object.values(operateCommands).map(
    (command) => `  npm run operate -- ${command.usage.padEnd(32)} ${command.about}`,
  ),
  '',
  '  --help   print this help',
].join('\n');

const { positionals } = readCommandLine(usage, { allowPositionals: true, options: {} });
const [name, ...words] = positionals;

function readPlace(): StoreSettings | null {
  const heading = 'The settings have faults:';
  const read = readSettings(z.object(dataSettings), process.env, { heading, missing: [] });
  return readStoreSettings(read);
}

async function operate(): Promise<void> {
  if (name === undefined) return endAsMistake('Which command?', usage);
  const command = Object.hasOwn(operateCommands, name) ? operateCommands[name] : undefined;
  if (command === undefined) return endAsMistake(`There is no command "${name}".`, usage);
  const settings = readPlace();
  if (settings === null) throw new Error(`Set COSMOS_ENDPOINT or STORE_FILE.\n${usage}`);
  const store = await openStore(settings);
  try {
    const now = () => new Date().toISOString();
    const operator = os.userInfo().username;
    for (const line of await command.run({ store, operator, now, words })) console.log(line);
  } finally {
    await store.close();
  }
}

// Prints only the message, without the stack trace.
await operate().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
