/** The program of the Functions app: reads the settings, registers the functions, opens late. */
import functions from '@azure/functions';
import { openAttachments, openAttachmentsLate, openFollowedStore } from '@rooms-pro/store';
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
    const composed = await composeIngest({ store, config, attachments: openPlace(), log, now });
    log.info('ingest.opened');
    return composed;
  } catch (error) {
    await store.close();
    throw error;
  }
}, log);

// Bodies come piece by piece, also those of 100 MB; without it the host hands them over whole.
functions.app.setup({ enableHttpStream: true });
registerFunctions(ingest, config);
functions.app.hook.appTerminate(() => ingest.stop());

/** Telemetry goes on without it. */
function openPlace() {
  const { attachments } = config;
  if (attachments === null) return null;
  const onFault = (error: unknown) => log.error('attachments.unreachable', {}, error);
  return openAttachmentsLate(() => openAttachments(attachments), onFault);
}
