/** The Agents Playground: the Teams client of the demonstration, with the people of the demonstration. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '@rooms-pro/scripts';
import type { ChildPlan } from './children.ts';

/** The id of the personal chat in `playground.yml`. */
const personalChat = 'rooms-pro-personal-chat';

/** How to run the Playground on `port`, for a bot on `botPort`. */
export function playgroundPlan(port: number, botPort: number, dataFolder: string): ChildPlan {
  const cli = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js');
  const loopbackHook = new URL('listenOnLoopback.mjs', import.meta.url).href;
  return {
    label: 'The Agents Playground',
    part: 'playground',
    file: cli,
    execArgv: ['--import', loopbackHook],
    args: [
      'start',
      '-e',
      `http://127.0.0.1:${botPort}/api/messages`,
      '-p',
      String(port),
      '--service-url',
      `http://127.0.0.1:${port}/_connector`,
      '--disable-telemetry',
    ],
    env: {
      TEAMSAPPTESTER_BROWSER: 'none',
      DEFAULT_CHANNEL_ID: 'msteams',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: path.join(root, 'demo', 'playground.yml'),
      M365_AGENTS_PLAYGROUND_LOGFILE: path.join(dataFolder, 'logs', 'playground.log'),
    },
  };
}

/**
 * Sends the activity that Teams sends when the bot is installed in a personal chat. This is necessary at each
 * start, because the Playground always starts with empty chats.
 */
export async function installBot(origin: string): Promise<void> {
  const activities = `${origin}/_internal/v1/customActivities`;
  const templateUrl = `${activities}/template?conversationId=${personalChat}&type=install`;
  const template = await fetch(templateUrl, { signal: AbortSignal.timeout(5_000) });
  const sent = await fetch(activities, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: await template.text(),
    signal: AbortSignal.timeout(5_000),
  });
  await sent.arrayBuffer();
  if (!template.ok || !sent.ok)
    throw new Error('The Agents Playground did not forward the installation of the bot.');
}
