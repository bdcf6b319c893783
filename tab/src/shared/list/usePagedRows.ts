/** Rows of a long list by their place: only the pages in sight are asked for and kept fresh. */
import { keepPreviousData, type QueryKey, useQueries, useQuery } from '@tanstack/react-query';
import type { Slice } from '../../api/client.ts';
import { pageSize, pagesCovering } from './pages.ts';

type Page<Row> = { readonly total: number; readonly rows: readonly Row[] };

/** What a list's query knows: where its pages come from and what tells them apart. */
export type PagedSource<Answer> = {
  readonly key: QueryKey;
  readonly ask: (slice: Slice, signal: AbortSignal) => Promise<Answer>;
};

/** A list as far as it is known. `first` is its first page; `isDimmed` while it is an older filter's. */
export type PagedRows<Row, Answer> = {
  readonly first: Answer | undefined;
  readonly rowAt: (index: number) => Row | undefined;
  readonly error: Error | null;
  readonly isDimmed: boolean;
  readonly retry: () => void;
};

/** Asks for the first page and for those that cover rows `from` to `to`. */
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
  // Until another filter's first page is there, the former stays in sight.
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
