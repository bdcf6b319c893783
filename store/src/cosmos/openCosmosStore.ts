/** The door to the store on Azure Cosmos DB: its SDK is loaded when a store is opened, not before. */
import type { TokenCredential } from '@azure/core-auth';
import type { FeedEntry, Store } from '../store.ts';
import type { RetryOptions } from './cosmosRetry.ts';
import type { CosmosStats } from './requestMeter.ts';

/**
 * Who the store is to the account: a key; a managed identity by its client id, or `default` for
 * whatever the surroundings offer; or a credential made elsewhere.
 */
export type CosmosSignIn =
  | { readonly key: string }
  | { readonly managedIdentity: string }
  | { readonly credential: TokenCredential };

export type CosmosAccountOptions = {
  /** `https://NAME.documents.azure.com`. */
  readonly endpoint: string;
  readonly signIn: CosmosSignIn;
  readonly database: string;
  /** Creates database and containers where they are missing; an identity may not, a key may. */
  readonly createMissing?: boolean;
  /** With `createMissing`: the autoscale maximum in RU/s that a new database gets. */
  readonly throughput?: number;
  /** How long one request may take. Default 10,000. */
  readonly requestTimeoutMs?: number;
};

export type CosmosStoreOptions = CosmosAccountOptions & {
  /** Days after which events leave history and feed; left out: never. */
  readonly keepEventsDays?: number;
  /** How long one call may insist, all retries together. Default 30,000. */
  readonly deadlineMs?: number;
  readonly patience?: RetryOptions;
  /** Hears what an `onCommit` listener threw; without it the process warns on stderr. */
  readonly onListenerError?: (error: unknown) => void;
};

/** A page of the change feed; see `Store.feed`. */
export type FeedPage = { readonly entries: readonly FeedEntry[]; readonly cursor: string | null };

/** A `Store` that many processes may share. */
export type CosmosStore = Store & {
  /** Names of the parts that the feed can be read in, one for each physical partition. */
  feedRanges(): Promise<readonly string[]>;
  /**
   * As `feed`, of one part, so that several instances can share the work: all changes of a room are
   * in one part. A cursor stays good when the part is split; a name that was never read from does not.
   */
  feedOfRange(range: string, cursor: string | null, limit: number): Promise<FeedPage>;
  /** What the account charged so far, as its answers said. */
  stats(): CosmosStats;
};

/**
 * Opens the store. Throws a `StoreError` when the account cannot be reached, refuses the sign-in, or
 * lacks database or containers that were not to be created.
 */
export async function openCosmosStore(options: CosmosStoreOptions): Promise<CosmosStore> {
  const { startCosmosStore } = await import('./cosmosStore.ts');
  return startCosmosStore(options);
}
