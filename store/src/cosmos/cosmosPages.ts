/** Results of a query page by page, in bounded memory; a page that failed is asked for again. */
import type { FeedOptions, QueryIterator } from '@azure/cosmos';
import { StoreError } from '../storeError.ts';
import type { CosmosOperation } from './requestMeter.ts';

/** What pages are asked for. */
export type PagesAsked = Extract<CosmosOperation, 'streamRooms' | 'history' | 'streamDocuments'>;

/**
 * Reads on from the continuation of the last page, so that a fault costs that page and not the whole
 * stream. Where the SDK merges partitions itself there is no continuation: then a fault ends it.
 */
export async function* readPages<T>(
  open: (more: Pick<FeedOptions, 'continuationToken'>) => QueryIterator<T>,
  ask: <A>(call: () => Promise<A>) => Promise<A>,
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
    const { resources, token, hasMore } = await ask(next);
    isFirst = false;
    continuationToken = token;
    if (resources !== undefined && resources.length > 0) yield resources;
    if (!hasMore) return;
  }
}
