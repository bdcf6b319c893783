/**
 * The `Store` that many processes share: rooms and events in one container of Azure Cosmos DB, small
 * documents in another. docs/cosmos.md describes the documents and their cost.
 */

import { checkQuery } from '../checkQuery.ts';
import { createCommitAnnouncer } from '../feed/announceCommits.ts';
import { createChangeCount } from '../metrics.ts';
import { createQuarantine, createReader } from '../quarantine/reader.ts';
import type { DocumentKind } from '../store.ts';
import { StoreError } from '../storeError.ts';
import { openAccount } from './cosmosAccount.ts';
import { createCosmosDocuments } from './cosmosDocuments.ts';
import { createCosmosFeed } from './cosmosFeed.ts';
import type { CosmosStore, CosmosStoreOptions } from './cosmosOptions.ts';
import { createCosmosRooms } from './cosmosRooms.ts';
import { createCosmosTransact } from './cosmosTransact.ts';
import { explainCosmosFault, isSignIn } from './requests/cosmosErrors.ts';
import { createRetry } from './requests/cosmosRetry.ts';
import { createRequestMeter, type Execute } from './requests/requestMeter.ts';

/** Documents per page of the streams. */
const pageSize = 200;

/** Opens the account and returns the store on it; see `openCosmosStore`. */
export async function startCosmosStore(options: CosmosStoreOptions): Promise<CosmosStore> {
  const { endpoint } = options;
  const meter = createRequestMeter(options.deadlineMs ?? 30_000);
  const retry = createRetry(options.retry);
  const execute: Execute = async (operation, call) => {
    try {
      return await meter.charge(operation, () => retry.run(() => meter.attachFault(call)));
    } catch (error) {
      // A process that starts has its own sentence for a missing identity.
      throw operation === 'open' && isSignIn(error) ? error : explainCosmosFault(endpoint, error);
    }
  };
  const account = await execute('open', () => openAccount(options, meter));
  const reader = createReader(options.onListenerError);
  const rooms = createCosmosRooms(account.rooms, execute, reader, options.keepEventsDays);
  const documents = createCosmosDocuments(account.documents, execute, reader);
  const feed = createCosmosFeed(account.rooms, rooms, execute, reader);
  const announcer = createCommitAnnouncer(options.onListenerError);
  const countChanges = createChangeCount();
  announcer.listen(({ event }) => countChanges(event));
  const { transact, settled } = createCosmosTransact(rooms, announcer.announce, retry.pause);
  let isClosed = false;

  /** Every operation passes here. */
  async function whileOpen<A>(operation: () => Promise<A>): Promise<A> {
    if (isClosed) throw new StoreError('closed', `The store on ${endpoint} is closed.`);
    return operation();
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
      // Serialise now, because the caller may change its object during the write.
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
