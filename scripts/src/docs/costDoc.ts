/** Draws `docs/cost.md` from the cost model. */
import {
  assumed,
  charges,
  type DayCost,
  dayCostOf,
  logged,
  strangersAMinute,
  strangersGb,
} from './costModel.ts';

const sizes = [100, 10_000, 1_000_000];

/** The page, as text. */
export function drawCost(): string {
  const days = sizes.map(dayCostOf);
  const row = (title: string, cell: (day: DayCost) => string) =>
    `| ${[title, ...days.map(cell)].join(' | ')} |`;
  const table = [
    row('a day with', ({ rooms }) => `${rooms.toLocaleString('en')} rooms`),
    `|---|${'--:|'.repeat(sizes.length)}`,
    row('executions of Functions', ({ executions }) => inWords(executions)),
    row('instances needed', ({ instances }) => String(instances)),
    row('request units: transitions', ({ transitions }) => inWords(transitions)),
    row('request units: last-seen times', ({ lastSeen }) => inWords(lastSeen)),
    row('request units: change feed', ({ feed }) => inWords(feed)),
    row('request units: lease of the sender, marks', ({ sender }) => inWords(sender)),
    row('**request units together**', ({ requestUnits }) => `**${inWords(requestUnits)}**`),
    row('on average a second', ({ requestUnitsPerSecond }) => inWords(requestUnitsPerSecond)),
    row('in thirty days', ({ requestUnits }) => inWords(requestUnits * 30)),
    row('gigabytes logged', ({ loggedGb }) => loggedGb.toFixed(2)),
    row('in thirty days', ({ loggedGb }) => inWords(loggedGb * 30)),
  ];
  return `${head}\n\n${table.join('\n')}\n\n${explanation()}`;
}

function inWords(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(1)} bn`;
  if (count >= 1e6) return `${(count / 1e6).toFixed(1)} M`;
  if (count >= 1e4) return `${Math.round(count / 1e3)} k`;
  return count >= 10 ? Math.round(count).toLocaleString('en') : count.toFixed(1);
}

const head = `# What it costs

Generated from \`scripts/src/docs/costModel.ts\` by \`node scripts/src/check.ts --write\`. **Nothing of this has been billed yet:** the product has not run on Azure. The store’s tests count the charge of a single call with a fake of Cosmos DB that uses the published prices. The number of calls is assumed, as described below. With a real account, compare the result with the metric *Total Request Units* after a day, and correct the assumptions.`;

function explanation(): string {
  const { atBot, atEachIngest } = strangersGb();
  return `## How it is calculated

| counted | request units |
|---|--:|
| a transition (room of 11 kB and event, one batch) | ${charges.transition} |
| writing a page of last-seen times (up to ${assumed.roomsPerPage} rooms), and for each room on it | ${charges.pageWrite} and ${charges.pageWriteEachRoom} |
| reading such a page, plus ${charges.query} for each query of ${assumed.pagesPerQuery} | ${charges.pageRead} |
| reading the feed without news, for each physical partition | ${charges.emptyLook} |
| reading a transition from the feed | ${charges.feedEntry} |

Assumptions:

- Each room sends a message every five minutes, each in its own request (${assumed.messagesPerRoom} a day). A gateway that sends 100 together causes a hundredth of the executions.
- A room has ${assumed.transitionsPerRoom} transitions a day.
- Each instance that receives telemetry writes last-seen times every five minutes; the sweep and the bot read them every minute.
- The bot reads the feed twice a second, an instance of ingest once a second.
- The bot that sends renews its lease every five seconds (${charges.pageWrite} each), and reads the marks of conversations and people every three.
- An instance handles ${assumed.messagesPerInstance} messages a second. Half of a physical partition's 10,000 request units a second stays free.

Unchanged telemetry is compared in memory. It costs its execution and its share of a page, and no request to the database.

## Money

Prices differ by region and change. Take them from Azure's calculator, and multiply:

- **Cosmos DB, serverless** (\`cosmosMode\` \`serverless\`, the default): request units in thirty days × price of a million. It starts with one physical partition and has a limit of throughput; it suits thousands of rooms.
- **Cosmos DB, autoscale**: Azure charges the highest second of each hour, and at least a tenth of the limit. Set \`cosmosMaxThroughput\` to about four times the average a second, never under 1,000.
- **Functions, Flex Consumption**: executions × price of an execution, and GB-seconds of the instances while they work; always-ready instances (one for telemetry, one for the sweep) are billed all month at a lower rate.
- **App Service**: one instance of the plan, for any number of rooms. B1 for hundreds, P0v3 or larger from about 10,000, because the fleet is in memory.
- **Log Analytics**: gigabytes in thirty days × price of a gigabyte; the first 5 a month were free when this was written. At level \`info\`, unchanged telemetry logs nothing. The table counts ${logged.metricsAMinute} values of metrics a minute of each process (${logged.metric} kB each), ${logged.linesPerTransition} lines a transition (${logged.line} kB), ${logged.requestsPerRoom} requests of people a day for each room (${logged.request} kB with the calls that they cause) and the requests that the Functions host reports, at most ${logged.hostRequestsPerSecond} a second of each instance (${logged.hostRequest} kB). The sizes are estimates; \`Usage\` in the workspace has the real values. Lines are stored once; with \`consoleLogsToWorkspace\` those of the bot are paid twice.
- **What strangers can add**, regardless of how much they send: ${strangersAMinute.requests} rejected requests and two events of a hundred lines a minute, ${atBot.toFixed(2)} GB a day at the bot and ${atEachIngest.toFixed(2)} GB at each instance of ingest. Errors have three hundred lines a minute of each event, a line with its stack some 5 kB: a day without the store is about ${((300 * 5 * 1440) / 1e6).toFixed(1)} GB a process. **The limit is \`logDailyQuotaGb\`, 2 by default: in thirty days at most about sixty times the price of a gigabyte.** Beyond the limit, alerts are blind for the rest of the day. Set a higher limit if the table shows that a usual day comes near it.
- **Alerts** (\`alertEmail\`): eight rules, evaluated every five minutes; each costs a small amount a month. Mail costs almost nothing.
- **Storage**: almost nothing. **Bot registration**: free.

With few rooms, most of the cost is reading the feed (increase \`followEveryMs\` in \`bot/src/process/run.ts\` and \`ingest/src/main.ts\`). With many rooms, it is transitions and executions (use a gateway that collects messages). A million rooms need several instances of parts that this version runs once: see *Limits* in [deploy.md](deploy.md#limits).
`;
}
