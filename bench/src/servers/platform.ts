/**
 * Child of the benchmark: the whole platform on one folder, as `npm start` runs it, with a clock
 * that can be moved on and sends that no limit of Teams holds back, so that our own speed shows.
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
process.on('message', async (message: Ask) => notifyParent(await answer(message)));
notifyParent({ ready: embedded.url });
// A parent that was ended while this one started will not say so again.
if (!process.connected) process.kill(process.pid, 'SIGTERM');

async function answer(message: Ask): Promise<object> {
  switch (message.ask) {
    case 'memory':
      // Twice, so that what the first run only found unreachable is given back.
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
