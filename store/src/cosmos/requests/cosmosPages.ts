/** Reads the results of a query page by page, in bounded memory. A failed page is requested again. */
import type { FeedOptions, QueryIterator } from '@azure/cosmos';
import { StoreError } from '../../storeError.ts';
import type { CosmosOperation } from './requestMeter.ts';

/** The operations that read pages. */
export type PagesAsked = Extract<CosmosOperation, 'streamRooms' | 'history' | 'streamDocuments'>;

/**
 * Continues from the continuation token of the last page, so that a fault costs one page and not the
 * whole stream. Where the SDK merges partitions there is no token: then a fault ends the stream.
 */
export async function* readPages<T>(
  open: (more: Pick<FeedOptions, 'continuationToken'>) => QueryIterator<T>,
  execute: <A>(call: () => Promise<A>) => Promise<A>,
): AsyncGenerator<readonly T[]> {
  let iterator: QueryIterator<T> | null = null;
  let continuationToken: string | undefined;
  let isFirst = true;

  const next = async () => {
    const from = continuationToken === undefined ? {} : { continuationToken };
    iterator ??= open(from);
    try {
      const { resources, continuationToken: token } = await iterator.fetchNext();
      return { resources, token, hasMore: iterator.hasMoreResults() };
    } catch (error) {
      if (!isFirst && continuationToken === undefined) {
        throw new StoreError('unavailable', 'A stream of results broke off.', String(error));
      }
      iterator = null;
      throw error;
    }
  };

  for (;;) {
    const { resources, token, hasMore } = await execute(next);
    isFirst = false;
    continuationToken = token;
    if (resources !== undefined && resources.length > 0) yield resources;
    if (!hasMore) return;
  }
}
