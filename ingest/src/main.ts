/** The program of the Functions app: reads the settings, registers the functions, and opens ingest at the first call. */
import functions from '@azure/functions';
import { deployedRateLimits, type Report, startInsights } from '@rooms-pro/insights';
import {
  openAttachments,
  openLazyAttachments,
  openMultiProcessStore,
  storeName,
} from '@rooms-pro/store';
import { composeIngest } from './compose.ts';
import { readDeployedConfig } from './config.ts';
import { registerFunctions } from './functions.ts';
import { joinHostTrace } from './hostTrace.ts';
import { createLazyIngest } from './lazyIngest.ts';
import { createLog, type LogEvent } from './log.ts';
import { createCounts, createResultCounter } from './measure.ts';
import { createRunningCalls, shutDown } from './shutdown.ts';

/** Commits of other processes may be unknown here for at most twice this time. */
const pollEveryMs = 1_000;

const config = readDeployedConfig();
const reports: Report<LogEvent>[] = [];
const log = createLog(config.logLevel, undefined, reports, deployedRateLimits);

for (const { part, settings } of config.partsOff)
  log.error('setting.unresolved', { part, settings: settings.join(', ') });

/** The host reports requests; this program reports log lines and metrics. */
const insights = startInsights(config, { service: 'rooms-pro-ingest' }).then((started) => {
  if (started) reports.push(started.report, createCounts());
  return started;
});

const ingest = createLazyIngest(
  async () => {
    const tally = (await insights) ? createResultCounter() : undefined;
    const onFault = (error: unknown) => log.error('feed.failed', {}, error);
    const store = await openMultiProcessStore(config.store, { everyMs: pollEveryMs, onFault });
    try {
      const now = () => new Date().toISOString();
      const attachments = openStorage();
      const composed = await composeIngest({ store, config, attachments, log, tally, now });
      log.info('ingest.opened');
      return composed;
    } catch (error) {
      await store.close();
      throw error;
    }
  },
  log,
  storeName(config.store),
);

// Bodies arrive complete: with streaming, an invocation whose request gets lost never ends (ADR 0022).
functions.app.setup({ enableHttpStream: false });
const running = createRunningCalls();
registerFunctions(running.trackAll(ingest), config);
if (config.insights !== '') joinHostTrace(insights);
functions.app.hook.appTerminate(() =>
  shutDown({
    ended: running.ended,
    services: [() => ingest.stop(), async () => (await insights)?.stop()],
  }),
);

/** Opens the storage of attachments; ingest accepts telemetry also when that fails. */
function openStorage() {
  const { attachments } = config;
  if (attachments === null) return null;
  const onFault = (error: unknown) => log.error('attachments.unreachable', {}, error);
  return openLazyAttachments(() => openAttachments(attachments), onFault);
}
