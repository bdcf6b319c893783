/** The program of the Functions app: reads the settings, registers the functions, opens late. */
import functions from '@azure/functions';
import { openFollowedStore } from '@rooms-pro/store';
import { composeIngest } from './composeIngest.ts';
import { readDeployedConfig } from './config.ts';
import { registerFunctions } from './functions.ts';
import { createLateIngest } from './lateIngest.ts';
import { createLog } from './log.ts';

/** Two of these long at most, what others committed may be unknown here. */
const followEveryMs = 1_000;

const config = readDeployedConfig();
const log = createLog(config.logLevel);

const ingest = createLateIngest(async () => {
  const onFault = (error: unknown) => log.error('feed.failed', {}, error);
  const store = await openFollowedStore(config.store, { everyMs: followEveryMs, onFault });
  try {
    const now = () => new Date().toISOString();
    const composed = await composeIngest({ store, config, log, now });
    log.info('ingest.opened');
    return composed;
  } catch (error) {
    await store.close();
    throw error;
  }
}, log);

registerFunctions(ingest, config);
functions.app.hook.appTerminate(() => ingest.stop());
