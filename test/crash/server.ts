/**
 * The process that is killed: the whole platform on one file, logging nothing but errors. It loads
 * its code at once and touches the file only when told to: the life before it still holds it.
 */
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { createLog as createBotLog } from '@rooms-pro/bot';
import { createLog } from '@rooms-pro/ingest';
import { startEmbedded } from '../../demo/src/embedded.ts';
import { endWithParent, notifyParent } from '../../demo/src/process/endWithParent.ts';

const { values } = parseArgs({
  options: { data: { type: 'string', default: '' }, pace: { type: 'string', default: '1' } },
});

// Once for all lives: a process that is killed would never write what it has compiled.
flushCompileCache();
await once(process, 'message');
const embedded = await startEmbedded({
  dataFolder: values.data,
  port: 0,
  pace: Number(values.pace),
  log: createLog('error'),
  botLog: createBotLog('error'),
});
endWithParent(embedded.stop);
notifyParent({ ready: embedded.url });
