/** The product as a deployment runs it: ingest and bot on one store in this process, with a clock that the caller moves. */
import { randomUUID } from 'node:crypto';
import functions from '@azure/functions';
import {
  composeBot,
  createLog as createBotLog,
  createDirectoryPeople,
  type People,
  readConfig,
} from '@rooms-pro/bot';
import { defaultRules, type Instant } from '@rooms-pro/core';
import { composeIngest, createLog as createIngestLog, type Ingest } from '@rooms-pro/ingest';
import {
  createLastSeen,
  createMultiProcessStore,
  type MultiProcessStore,
  openFolderAttachments,
  openPeopleDirectory,
  openRuleRepository,
  type Store,
} from '@rooms-pro/store';
import { createManualClock, type ManualClock } from '@rooms-pro/testing/clock';
import { managerIds, members } from './people.ts';

export type ProductOptions = {
  /** Opens the store; the product closes it. */
  readonly openStore: () => Promise<Store>;
  /** The folder of the attachments. */
  readonly folder: string;
  /** The time of rooms and cards. It stands still until the caller moves it. */
  readonly clock: ManualClock;
  /** How many rooms one gateway may make in an hour. */
  readonly newRoomsPerHour?: number;
};

export type Product = Awaited<ReturnType<typeof openProduct>>;

/** What a device or a gateway sends. */
export type IngestRoute = keyof Pick<
  Ingest,
  'ingestTelemetry' | 'enrol' | 'rotateKey' | 'takeAttachment'
>;

/** Starts it. */
export async function openProduct({
  openStore,
  folder,
  clock,
  newRoomsPerHour = 500,
}: ProductOptions) {
  const { now } = clock;
  const database = await openStore();
  // The feed is read when the sweep catches up, and the lease is renewed when the caller passes its time.
  const senderClock = createManualClock();
  const attachments = await openFolderAttachments({ folder });
  const startIngest = async (quota: number) =>
    composeIngest({
      store: await followed(database, senderClock),
      config: { graph: null, quotas: { newRoomsPerHour: quota, gatewayRequestsPerMinute: 1e6 } },
      attachments,
      log: createIngestLog('silent'),
      now,
    });
  let ingest = await startIngest(newRoomsPerHour);
  const store = await followed(database, senderClock);
  const repositories = await openRepositories(store, now);
  const bot = await composeBot({
    store,
    ...repositories,
    config: readConfig({ PORT: '0', MANAGER_IDS: managerIds.join() }),
    attachments,
    log: createBotLog('silent'),
    now,
    tabDirectory: import.meta.dirname,
    pace: 1,
    sendLimits: { perConversation: [], overall: [] },
    sharing: { ...senderClock, holder: `test ${randomUUID()}`, catchUp: store.catchUp },
  });
  const { url } = await bot.start();
  await senderClock.run(500);

  return {
    url,
    store: database,
    rules: repositories.rules,
    clock,
    bot,
    /** Passes the time of the lease alone: a lease that another process did not give back is free then. */
    outlastLease: () => senderClock.run(20_000),
    sweep: () => ingest.sweep(),
    takeEvents: (events: readonly string[]) =>
      ingest.takeEvents(
        events,
        randomUUID(),
        events.map(() => now()),
      ),
    /** A request of a device or a gateway; returns status and body. */
    async post(
      route: IngestRoute,
      body: string | Uint8Array,
      headers: Readonly<Record<string, string>> = {},
    ) {
      const request = new functions.HttpRequest({
        method: 'POST',
        url: `http://127.0.0.1/api/${route}`,
        headers: { 'x-forwarded-for': '192.0.2.10', ...headers },
        body: typeof body === 'string' ? { string: body } : { bytes: body },
      });
      const context = new functions.InvocationContext({ functionName: route });
      const response = await ingest[route](request, context);
      const answered = 'jsonBody' in response ? response.jsonBody : null;
      return { status: response.status ?? 200, body: answered };
    },
    /** Stops ingest; `restartIngest` starts it again. */
    stopIngest: () => ingest.stop(),
    async restartIngest(quota = newRoomsPerHour) {
      ingest = await startIngest(quota);
    },
    async stop() {
      await bot.stop();
      await ingest.stop();
      await database.close();
    },
  };
}

/** One process on the store: its `close` leaves the store to the others. */
function followed(database: Store, clock: ManualClock): Promise<MultiProcessStore> {
  return createMultiProcessStore({ ...database, close: async () => {} }, clock);
}

async function openRepositories(store: Store, now: () => Instant) {
  const lastSeen = createLastSeen(store);
  const ruleRepository = openRuleRepository(store, { base: defaultRules, pace: 1 });
  const peopleDirectory = openPeopleDirectory(store);
  await Promise.all([lastSeen.load(), ruleRepository.load(), peopleDirectory.load()]);
  const log = createBotLog('silent');
  const directory = createDirectoryPeople({
    directory: peopleDirectory,
    managerIds,
    signIn: null,
    now,
    log,
  });
  const people = signedInByHeader(directory);
  return { lastSeen, ruleRepository, rules: ruleRepository.rules, peopleDirectory, people };
}

/** Sign-in is the boundary: here a header says who sends a request, in place of a token. */
function signedInByHeader(directory: People): People {
  return {
    ...directory,
    async visitor({ personId }) {
      const { id = '', name = '' } = members.find((one) => one.id === personId) ?? {};
      const person = await directory.personFor({ id, aadObjectId: id, name });
      return { person, access: directory.accessOf(person), untilMs: null };
    },
  };
}
