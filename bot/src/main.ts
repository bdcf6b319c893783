/** The program of the App Service: reads the settings and runs the bot until a signal stops it. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { deployedRateLimits, type Insights, startInsights } from '@rooms-pro/insights';
import { readDeployedConfig } from './config.ts';
import { createLog } from './log.ts';
import { captureOutput } from './process/captureOutput.ts';
import { createCounts } from './process/measure.ts';
import { runBot } from './process/run.ts';

/** The platform kills a process that has not ended after half a minute. */
const stopWithinMs = 25_000;

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    stopping.abort();
  });

try {
  await run();
} catch (error) {
  if (stopping.signal.aborted) process.exit(0);
  // Errors of the settings and of the store explain themselves in a sentence. A stack would hide it.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function run(): Promise<void> {
  const config = readDeployedConfig();
  const insights = await startInsights(config, { service: 'rooms-pro-bot', tellsOf });
  const log = createLog(config.logLevel, undefined, reportsTo(insights), deployedRateLimits);
  captureOutput(log);
  const { signal } = stopping;
  try {
    const bot = await runBot({ config, log, tabDirectory: tabDirectory(), signal });
    if (!signal.aborted) await once(signal, 'abort');
    await bot.stop();
  } finally {
    await insights?.stop();
  }
  process.exit(0);
}

/** Whether a request counts in the metrics. Health probes, files and live streams do not show the bot's speed. */
function tellsOf(path: string): boolean {
  return !/^\/(healthz|readyz|api\/stream|tab\/)/.test(path);
}

function reportsTo(insights: Insights | null) {
  return insights === null ? [] : [insights.report, createCounts()];
}

/** The folder of the built tab: beside the program in a package, in the tab's own folder in the repository. */
function tabDirectory(): string {
  const packed = path.join(import.meta.dirname, 'tab');
  return existsSync(packed) ? packed : path.join(import.meta.dirname, '../../tab/dist');
}
