/** The rows of a long list by index. Only the visible pages are loaded and refreshed. */
import { keepPreviousData, type QueryKey, useQueries, useQuery } from '@tanstack/react-query';
import type { Slice } from '../../api/client.ts';
import { pageSize, pagesCovering } from './pages.ts';

type Page<Row> = { readonly total: number; readonly rows: readonly Row[] };

/** A source of pages, and the key that distinguishes it from other lists. */
export type PagedSource<Answer> = {
  readonly key: QueryKey;
  readonly ask: (slice: Slice, signal: AbortSignal) => Promise<Answer>;
};

/**
 * The loaded part of a list. `first` is its first page; `isDimmed` while it still shows the former
 * filter.
 */
export type PagedRows<Row, Answer> = {
  readonly first: Answer | undefined;
  readonly rowAt: (index: number) => Row | undefined;
  readonly error: Error | null;
  readonly isDimmed: boolean;
  readonly retry: () => void;
};

/** Loads the first page and the pages that cover the rows `from` to `to`. */
export function usePagedRows<Row, Answer extends Page<Row>>(
  source: PagedSource<Answer>,
  from: number,
  to: number,
): PagedRows<Row, Answer> {
  const ask = (page: number) => ({
    queryKey: [...source.key, page],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      source.ask({ offset: page * pageSize, limit: pageSize }, signal),
  });
  // The former rows stay visible until the first page of the new filter is loaded.
  const first = useQuery({ ...ask(0), placeholderData: keepPreviousData });
  const numbers = pagesCovering(from, to).filter((page) => page > 0);
  const others = useQueries({ queries: numbers.map(ask) });
  const pages = [first, ...others];
  return {
    first: first.data,
    rowAt: (index) => {
      const page = Math.floor(index / pageSize);
      const answer = page === 0 ? first.data : others[numbers.indexOf(page)]?.data;
      return answer?.rows[index % pageSize];
    },
    error: pages.find((page) => page.error)?.error ?? null,
    isDimmed: first.isPlaceholderData,
    retry: () => {
      for (const page of pages) if (page.error) void page.refetch();
    },
  };
}
