/** What a store on Azure Cosmos DB needs, and what it offers beside a `Store`. */
import type { TokenCredential } from '@azure/core-auth';
import type { FeedEntry, Store } from '../store.ts';
import type { RetryOptions } from './requests/cosmosRetry.ts';
import type { CosmosStats } from './requests/requestMeter.ts';

/**
 * How the store signs in to the account: with a key; with a managed identity by its client id, or
 * `default` for the identity that the environment offers; or with a credential of the caller.
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
  /** Creates a missing database and missing containers. That requires a key; an identity has no right to it. */
  readonly createMissing?: boolean;
  /** With `createMissing`: the autoscale maximum in RU/s that a new database gets. */
  readonly throughput?: number;
  /** Time limit of one request. Default 10,000. */
  readonly requestTimeoutMs?: number;
};

export type CosmosStoreOptions = CosmosAccountOptions & {
  /** Days after which events disappear from history and feed; absent: never. */
  readonly keepEventsDays?: number;
  /** Time limit of one call with all its retries. Default 30,000. */
  readonly deadlineMs?: number;
  readonly retry?: RetryOptions;
  /** Receives what an `onCommit` listener throws; without it the process warns on stderr. */
  readonly onListenerError?: (error: unknown) => void;
};

/** A page of the change feed; see `Store.feed`. */
export type FeedPage = { readonly entries: readonly FeedEntry[]; readonly cursor: string | null };

/** A `Store` that many processes may share. */
export type CosmosStore = Store & {
  /** Names of the ranges of the feed, one for each physical partition. */
  feedRanges(): Promise<readonly string[]>;
  /**
   * Like `feed`, but for one range, so that several instances can share the work. All changes of a room
   * are in one range. When a partition splits, cursors of its range stay valid; a range name without a
   * cursor does not.
   */
  feedOfRange(range: string, cursor: string | null, limit: number): Promise<FeedPage>;
  /** The charges so far, from the responses of the account. */
  stats(): CosmosStats;
};
