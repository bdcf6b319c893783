/**
 * `npm run operate -- <command>`: for whoever runs a deployment, on the store that the environment
 * names (COSMOS_ENDPOINT as whoever is signed in to the Azure CLI, or STORE_FILE).
 */
import os from 'node:os';
import { openStore, placeSettings, readSettings, storeSettingsOf } from '@rooms-pro/store';
import { z } from 'zod';
import { operateCommands } from './operate/commands.ts';

const usage = Object.values(operateCommands)
  .map((command) => `  npm run operate -- ${command.usage.padEnd(20)} ${command.about}`)
  .join('\n');

const [name = '', ...words] = process.argv.slice(2);
const command = operateCommands[name];
const settings = storeSettingsOf(
  readSettings(z.object(placeSettings), process.env, {
    heading: 'The settings have faults:',
    missing: [],
  }),
);

if (command === undefined || settings === null) {
  const missing = settings === null ? 'Set COSMOS_ENDPOINT or STORE_FILE.\n' : '';
  console.error(`${missing}${usage}`);
  process.exitCode = 1;
} else {
  const store = await openStore(settings).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
  const now = () => new Date().toISOString();
  const operator = os.userInfo().username;
  for (const line of await command.run({ store, operator, now, words })) console.log(line);
  await store.close();
}
