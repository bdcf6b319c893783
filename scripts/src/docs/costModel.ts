/**
 * What a number of rooms costs on Azure, in what Azure counts: request units and executions. The
 * charges of single calls are counted by the store's own tests (`store/src/cosmos/cosmosCost.int.test.ts`)
 * against a double that charges by published prices; how often things happen is assumed here.
 */

/** Request units of one call, as counted. */
export const charges = {
  /** A transition: one batch with the room (11 kB) and its event. */
  transition: 28.9,
  /** Writing a page of last-seen times, and what each of its rooms adds. */
  pageWrite: 10.8,
  pageWriteEachRoom: 0.0044,
  /** Reading such a page among others, and the query around up to 200 of them. */
  pageRead: 1.3,
  query: 2.3,
  /** A look at the change feed that finds nothing, for each physical partition. */
  emptyLook: 1,
  /** A transition as it comes out of the feed: room and event, 13 kB. */
  feedEntry: 1.3,
} as const;

/** How often things happen, in a day. */
export const assumed = {
  /** A message every five minutes from each room, each a request of its own. */
  messagesPerRoom: 288,
  transitionsPerRoom: 2,
  /** Times of a page are written every five minutes by each instance that heard one of its rooms. */
  flushes: 288,
  /** The sweep and the bot read all pages every minute. */
  pageReaders: 2 * 1440,
  /** The bot looks at the feed twice a second, an instance of ingest every second. */
  botLooks: 172_800,
  ingestLooks: 86_400,
  /** The bot that sends renews its lease every five seconds. */
  leaseWrites: 17_280,
  /** It looks for news of conversations, and of what people may do, every three. */
  newsLooks: 2 * 28_800,
  roomsPerPage: 2000,
  pagesPerQuery: 200,
  /** Messages a second that one instance of Functions is taken to answer. */
  messagesPerInstance: 500,
} as const;

/** What is logged, in kilobytes as the workspace bills them; sizes are guessed from the fields sent. */
export const logged = {
  /** A value of a metric, of which a process tells about twenty a minute. */
  metric: 0.6,
  metricsAMinute: 20,
  /** A log line without a cause, and how many a transition writes: its cards, posted and edited. */
  line: 1.2,
  linesPerTransition: 2,
  /** A request with what it asked of others, and how many people ask about a room. */
  request: 2.5,
  requestsPerRoom: 5,
  /** The bot tells a hundred a minute of a route; so many routes are busy. */
  mostRequests: 100 * 1440 * 10,
  /** The Functions host samples requests to so many a second in each instance. */
  hostRequestsPerSecond: 1,
  hostRequest: 1.5,
} as const;

/** What strangers can cause to be logged in a minute: refused requests, and lines of two events. */
export const strangersAMinute = { requests: 60, lines: 200 } as const;

/** The bill of a day. */
export type DayCost = {
  readonly rooms: number;
  readonly instances: number;
  readonly executions: number;
  /** Gigabytes told to the workspace. */
  readonly loggedGb: number;
  readonly transitions: number;
  readonly lastSeen: number;
  readonly feed: number;
  /** What it takes that one bot sends, and that all hear what the others were told. */
  readonly sender: number;
  readonly requestUnits: number;
  readonly requestUnitsPerSecond: number;
};

/** Works out a day with so many rooms. */
export function dayCostOf(rooms: number): DayCost {
  const messages = rooms * assumed.messagesPerRoom;
  // One that answers telemetry at least, and one that sweeps.
  const hearing = Math.max(1, Math.ceil(messages / 86_400 / assumed.messagesPerInstance));
  const instances = hearing + 1;
  const changes = rooms * assumed.transitionsPerRoom;
  const pages = Math.ceil(rooms / assumed.roomsPerPage);
  const readOnce =
    Math.ceil(pages / assumed.pagesPerQuery) * charges.query + pages * charges.pageRead;
  const once = pages * charges.pageWrite + rooms * charges.pageWriteEachRoom;
  const written = once * assumed.flushes * hearing;
  const lastSeen = written + assumed.pageReaders * readOnce;
  const transitions = changes * charges.transition;
  const entries = changes * charges.feedEntry * (instances + 1);
  const beforeLooks = transitions + lastSeen + entries;
  // A physical partition carries up to 10,000 request units a second; half is left for peaks.
  const partitions = Math.max(1, Math.ceil(beforeLooks / 86_400 / 5_000));
  const looks = assumed.botLooks + assumed.ingestLooks * instances;
  const feed = entries + looks * charges.emptyLook * partitions;
  const sender = assumed.leaseWrites * charges.pageWrite + assumed.newsLooks;
  const requestUnits = transitions + lastSeen + feed + sender;
  return {
    rooms,
    instances,
    executions: messages + 1440,
    loggedGb: loggedGbOf(rooms, messages, instances),
    transitions,
    lastSeen,
    feed,
    sender,
    requestUnits,
    requestUnitsPerSecond: requestUnits / 86_400,
  };
}

function loggedGbOf(rooms: number, messages: number, instances: number): number {
  const metrics = (instances + 1) * logged.metricsAMinute * 1440 * logged.metric;
  const lines = rooms * assumed.transitionsPerRoom * logged.linesPerTransition * logged.line;
  const asked = Math.min(rooms * logged.requestsPerRoom, logged.mostRequests);
  const requests = asked * logged.request;
  const hosted = Math.min(messages, logged.hostRequestsPerSecond * 86_400 * instances);
  return (metrics + lines + requests + hosted * logged.hostRequest) / 1e6;
}

/** Gigabytes a day that strangers can add at most, however many requests they send. */
export function strangersGb(): { readonly atBot: number; readonly atEachIngest: number } {
  const { requests, lines } = strangersAMinute;
  const said = lines * logged.line;
  const hosted = 60 * logged.hostRequestsPerSecond * logged.hostRequest;
  const perDay = (kilobytesAMinute: number) => (kilobytesAMinute * 1440) / 1e6;
  return { atBot: perDay(said + requests * logged.request), atEachIngest: perDay(said + hosted) };
}
