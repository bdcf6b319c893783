/**
 * The `Store` that many processes share: rooms and events in one container of Azure Cosmos DB, small
 * documents in another. docs/cosmos.md says what is where and what it costs.
 */

import { checkQuery } from '../checkQuery.ts';
import { createCommitAnnouncer } from '../feed/announceCommits.ts';
import { createChangeCount } from '../metrics.ts';
import { createQuarantine, createReader } from '../quarantine/reader.ts';
import type { DocumentKind } from '../store.ts';
import { StoreError } from '../storeError.ts';
import { openAccount } from './cosmosAccount.ts';
import { createCosmosDocuments } from './cosmosDocuments.ts';
import { explainCosmosFault, isSignIn } from './cosmosErrors.ts';
import { createCosmosFeed } from './cosmosFeed.ts';
import { createRetry } from './cosmosRetry.ts';
import { type Ask, createCosmosRooms } from './cosmosRooms.ts';
import { createCosmosTransact } from './cosmosTransact.ts';
import type { CosmosStore, CosmosStoreOptions } from './openCosmosStore.ts';
import { createRequestMeter } from './requestMeter.ts';

/** Documents read at once by the streams. */
const pageSize = 200;

/** Opens the account and answers the store on it; see `openCosmosStore`. */
export async function startCosmosStore(options: CosmosStoreOptions): Promise<CosmosStore> {
  const { endpoint } = options;
  const meter = createRequestMeter(options.deadlineMs ?? 30_000);
  const patience = createRetry(options.patience);
  const ask: Ask = async (operation, call) => {
    try {
      const insist = () => patience.insist(() => meter.keepFault(call));
      return await meter.bill(operation, insist);
    } catch (error) {
      // A process that starts has its own sentence for a missing identity.
      throw operation === 'open' && isSignIn(error) ? error : explainCosmosFault(endpoint, error);
    }
  };
  const account = await ask('open', () => openAccount(options, meter));
  const reader = createReader(options.onListenerError);
  const rooms = createCosmosRooms(account.rooms, ask, reader, options.keepEventsDays);
  const documents = createCosmosDocuments(account.documents, ask, reader);
  const feed = createCosmosFeed(account.rooms, rooms, ask, reader);
  const announcer = createCommitAnnouncer(options.onListenerError);
  const countChanges = createChangeCount();
  announcer.listen(({ event }) => countChanges(event));
  const { transact, settled } = createCosmosTransact(rooms, announcer.announce, patience.pause);
  let isClosed = false;

  /** Every question passes here. */
  async function whileOpen<A>(question: () => Promise<A>): Promise<A> {
    if (isClosed) throw new StoreError('closed', `The store on ${endpoint} is closed.`);
    return question();
  }

  async function* streamOpen<T>(open: () => AsyncIterable<T>): AsyncGenerator<T> {
    yield* await whileOpen(async () => open());
  }

  const store: Omit<CosmosStore, 'quarantine'> = {
    room: (id) => whileOpen(() => rooms.load(id)),
    transact: (id, decide, known) => whileOpen(() => transact(id, decide, known)),
    rooms: () => streamOpen(() => rooms.all(pageSize)),
    history: (id, query) => whileOpen(async () => rooms.history(id, checkQuery(query))),
    feed: (cursor, limit) => whileOpen(() => feed.feed(null, cursor, limit)),
    feedEnd: () => whileOpen(feed.feedEnd),
    feedRanges: () => whileOpen(feed.feedRanges),
    feedOfRange: (range, cursor, limit) => whileOpen(() => feed.feed(range, cursor, limit)),
    onCommit: announcer.listen,
    document: <T>(kind: DocumentKind, id: string) => whileOpen(() => documents.load<T>(kind, id)),
    documents: <T>(kind: DocumentKind) => streamOpen(() => documents.all<T>(kind, pageSize)),
    putDocument: <T>(kind: DocumentKind, id: string, value: T, ifMatch?: string | null) =>
      // Read now: the caller may go on with its object while the write is under way.
      whileOpen(() => documents.put(kind, id, JSON.stringify(value), ifMatch)),
    deleteDocument: (kind, id) => whileOpen(() => documents.remove(kind, id)),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await settled();
      account.close();
      meter.close();
    },
    stats: meter.stats,
  };
  return { ...store, quarantine: createQuarantine(reader.list, store) };
}
