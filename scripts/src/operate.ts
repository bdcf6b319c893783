/**
 * `npm run operate -- <command>`: for whoever runs a deployment, on the store that the environment
 * names (COSMOS_ENDPOINT as whoever is signed in to the Azure CLI, or STORE_FILE).
 */
import os from 'node:os';
import {
  openStore,
  placeSettings,
  readSettings,
  type StoreSettings,
  storeSettingsOf,
} from '@rooms-pro/store';
import { z } from 'zod';
import { operateCommands } from './operate/commands.ts';

const usage = Object.values(operateCommands)
  .map((command) => `  npm run operate -- ${command.usage.padEnd(32)} ${command.about}`)
  .join('\n');

const [name = '', ...words] = process.argv.slice(2);

function readPlace(): StoreSettings | null {
  const heading = 'The settings have faults:';
  const read = readSettings(z.object(placeSettings), process.env, { heading, missing: [] });
  return storeSettingsOf(read);
}

async function operate(): Promise<void> {
  const command = operateCommands[name];
  const settings = readPlace();
  if (command === undefined || settings === null) {
    const missing = settings === null ? 'Set COSMOS_ENDPOINT or STORE_FILE.\n' : '';
    throw new Error(`${missing}${usage}`);
  }
  const store = await openStore(settings);
  try {
    const now = () => new Date().toISOString();
    const operator = os.userInfo().username;
    for (const line of await command.run({ store, operator, now, words })) console.log(line);
  } finally {
    await store.close();
  }
}

// Whoever operates wants the sentence, not where in the program it was said.
await operate().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
