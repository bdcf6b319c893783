/**
 * Child process of the benchmark: the whole platform with one folder, as in `npm start`. Its clock can be
 * moved, and it sends without the rate limits of Teams, so that the benchmark measures the platform itself.
 */
import { parseArgs } from 'node:util';
import { createLog as createBotLog } from '@rooms-pro/bot';
import { startEmbedded } from '@rooms-pro/demo';
import { endWithParent, notifyParent } from '@rooms-pro/demo/process';
import { createLog } from '@rooms-pro/ingest';
import { benchRules } from '../load/benchRooms.ts';
import type { Ask } from './benchChild.ts';

const { values } = parseArgs({ options: { data: { type: 'string', default: '' } } });

let aheadMs = 0;
const embedded = await startEmbedded({
  dataFolder: values.data,
  port: 0,
  pace: 1,
  rules: benchRules,
  sendLimits: { perConversation: [], overall: [] },
  now: () => new Date(Date.now() + aheadMs).toISOString(),
  log: createLog('error'),
  botLog: createBotLog('error'),
});
endWithParent(embedded.stop);
process.on('message', async (message: Ask) => notifyParent(await response(message)));
notifyParent({ ready: embedded.url });
// If the parent ended during the start of this process, no further event reports this.
if (!process.connected) process.kill(process.pid, 'SIGTERM');

async function response(message: Ask): Promise<object> {
  switch (message.ask) {
    case 'memory':
      // Runs twice, because the second run releases memory that the first run only marked as unreachable.
      for (let run = 0; run < 2; run += 1) globalThis.gc?.();
      return process.memoryUsage();
    case 'idle':
      await embedded.idle();
      return {};
    case 'passTime':
      aheadMs += message.ms;
      return {};
    case 'sweep': {
      const startedMs = performance.now();
      const result = await embedded.sweep();
      return { ...result, tookMs: performance.now() - startedMs };
    }
  }
}
