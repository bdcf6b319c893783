/** The program of the App Service: reads the settings, runs the bot, stops when it is told to. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readDeployedConfig } from './config.ts';
import { startInsights } from './insights.ts';
import { createLog } from './log.ts';
import { runBot } from './runBot.ts';

/** The platform kills what has not ended after half a minute. */
const stopWithinMs = 25_000;

try {
  const config = readDeployedConfig();
  await startInsights(config);
  const bot = await runBot(config, createLog(config.logLevel), tabDirectory());
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      setTimeout(() => process.exit(1), stopWithinMs).unref();
      bot.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
} catch (error) {
  // Settings and store say in a sentence what is wrong with them; a stack would only hide it.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** Packed, the tab lies beside the program; in the repository it is built in its own room. */
function tabDirectory(): string {
  const packed = path.join(import.meta.dirname, 'tab');
  return existsSync(packed) ? packed : path.join(import.meta.dirname, '../../tab/dist');
}
