/** The program of the Functions app: reads the settings, registers the functions, opens late. */
import { setTimeout as wait } from 'node:timers/promises';
import functions from '@azure/functions';
import { followStore, openStore } from '@rooms-pro/store';
import { composeIngest } from './composeIngest.ts';
import { readDeployedConfig } from './config.ts';
import { registerFunctions } from './functions.ts';
import { createLateIngest } from './lateIngest.ts';
import { createLog } from './log.ts';

/** How long a commit of another instance may stay unheard here. */
const followEveryMs = 2_000;

const config = readDeployedConfig();
const log = createLog(config.logLevel);

const ingest = createLateIngest(async () => {
  const store = await followStore(await openStore(config.store), {
    everyMs: followEveryMs,
    delay: (ms, signal) => wait(ms, undefined, { signal, ref: false }),
    onFault: (error) => log.error('feed.failed', {}, error),
    nowMs: Date.now,
  });
  const now = () => new Date().toISOString();
  const opened = await composeIngest({ store, config, log, now }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  log.info('ingest.opened');
  return opened;
}, log);

registerFunctions(ingest, config);
functions.app.hook.appTerminate(() => ingest.stop());
