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
    row('instances taken for it', ({ instances }) => String(instances)),
    row('request units: transitions', ({ transitions }) => inWords(transitions)),
    row('request units: last-seen times', ({ lastSeen }) => inWords(lastSeen)),
    row('request units: change feed', ({ feed }) => inWords(feed)),
    row('request units: lease of the sender, news', ({ sender }) => inWords(sender)),
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

Generated from \`scripts/src/docs/costModel.ts\` by \`node scripts/src/check.ts --write\`. **Nothing of this has been billed yet:** the product has not run on Azure. The charge of a single call is counted by the store, in its tests, against a double of Cosmos DB that charges by published prices; how often calls happen is assumed, as written below. With a real account, compare with the metric *Total Request Units* after a day and correct the assumptions.`;

function explanation(): string {
  const { atBot, atEachIngest } = strangersGb();
  return `## How it is worked out

| counted | request units |
|---|--:|
| a transition (room of 11 kB and event, one batch) | ${charges.transition} |
| writing a page of last-seen times (up to ${assumed.roomsPerPage} rooms), and for each room on it | ${charges.pageWrite} and ${charges.pageWriteEachRoom} |
| reading such a page, beside ${charges.query} for each query of ${assumed.pagesPerQuery} | ${charges.pageRead} |
| a look at the feed that finds nothing, for each physical partition | ${charges.emptyLook} |
| a transition as it comes out of the feed | ${charges.feedEntry} |

Assumed: a message from each room every five minutes, each a request of its own (${assumed.messagesPerRoom} a day; a gateway that sends 100 together makes a hundredth of the executions); ${assumed.transitionsPerRoom} transitions of a room a day; last-seen times written every five minutes by each instance that hears; the sweep and the bot read them every minute; the bot looks at the feed twice a second, an instance of ingest every second; the bot that sends renews its lease every five seconds (${charges.pageWrite} each) and looks for news of conversations and of people every three; ${assumed.messagesPerInstance} messages a second for each instance; half of a physical partition's 10,000 request units a second left free.

Telemetry that says nothing new is compared in memory: it costs its execution and its share of a page, no request of its own.

## Money

Prices differ by region and change; take them from Azure's calculator. What is to be multiplied:

- **Cosmos DB, serverless** (\`cosmosMode\` \`serverless\`, the default): request units in thirty days × price of a million. One physical partition at first, and a ceiling of throughput: meant for thousands of rooms.
- **Cosmos DB, autoscale**: the highest second of each hour counts, and at least a tenth of the ceiling. Set \`cosmosMaxThroughput\` to about four times the average a second, never under 1,000.
- **Functions, Flex Consumption**: executions × price of an execution, and GB-seconds of the instances while they work; always-ready instances (one for telemetry, one for the sweep) are billed all month at a lower rate.
- **App Service**: one instance of the plan, whatever the rooms. B1 for hundreds, P0v3 or larger from about 10,000: the fleet is in memory.
- **Log Analytics**: gigabytes in thirty days × price of a gigabyte; the first 5 a month were free when this was written. At level \`info\` quiet telemetry logs nothing. Counted are ${logged.metricsAMinute} values of metrics a minute of each process (${logged.metric} kB each), ${logged.linesPerTransition} lines a transition (${logged.line} kB), ${logged.requestsPerRoom} requests of people a day for each room (${logged.request} kB with what they asked of others) and the requests that the Functions host tells, ${logged.hostRequestsPerSecond} a second of each instance at most (${logged.hostRequest} kB): sizes by guess; \`Usage\` in the workspace has the truth. Lines go there once; with \`consoleLogsToWorkspace\` those of the bot are paid twice.
- **What strangers can add to it**, however much they send: ${strangersAMinute.requests} refused requests and two events of a hundred lines a minute, ${atBot.toFixed(2)} GB a day at the bot and ${atEachIngest.toFixed(2)} GB at each instance of ingest. Errors have three hundred lines a minute of each event, a line with its stack some 5 kB: a day without the store is about ${((300 * 5 * 1440) / 1e6).toFixed(1)} GB a process. **The ceiling is \`logDailyQuotaGb\`, 2 by default: about sixty times the price of a gigabyte at most in thirty days.** It also ends the watching for that day; take a higher one where the table says that a usual day comes near it.
- **Alerts** (\`alertEmail\`): eight rules looked at every five minutes, each some money a month; mail is next to nothing.
- **Storage, bot registration**: next to nothing, and nothing.

What drives the bill: at few rooms the looks at the feed (lengthen \`followEveryMs\` in \`bot/src/process/run.ts\` and \`ingest/src/main.ts\`), at many the transitions and the executions (send through a gateway that gathers messages). A million rooms need more than one of several things that this version has one of: see *Limits* in [deploy.md](deploy.md).
`;
}
