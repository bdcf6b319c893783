/** The program of the Functions app: reads the settings, registers the functions, opens late. */
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

/** Two of these long at most, what others committed may be unknown here. */
const followEveryMs = 1_000;

const config = readDeployedConfig();
const reports: Report<LogEvent>[] = [];
const log = createLog(config.logLevel, undefined, reports, deployedRateLimits);

for (const { part, settings } of config.partsOff)
  log.error('setting.unresolved', { part, settings: settings.join(', ') });

/** The host tells of requests; log lines and metrics are ours to tell. */
const insights = startInsights(config, { service: 'rooms-pro-ingest' }).then((started) => {
  if (started) reports.push(started.report, createCounts());
  return started;
});

const ingest = createLazyIngest(
  async () => {
    const tally = (await insights) ? createResultCounter() : undefined;
    const onFault = (error: unknown) => log.error('feed.failed', {}, error);
    const store = await openMultiProcessStore(config.store, { everyMs: followEveryMs, onFault });
    try {
      const now = () => new Date().toISOString();
      const attachments = openPlace();
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

// A body arrives whole: with streaming, an invocation whose request gets lost never ends (ADR 0022).
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

/** Telemetry goes on without it. */
function openPlace() {
  const { attachments } = config;
  if (attachments === null) return null;
  const onFault = (error: unknown) => log.error('attachments.unreachable', {}, error);
  return openLazyAttachments(() => openAttachments(attachments), onFault);
}
