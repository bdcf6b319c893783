/** Checks the page size of a history query before any database receives the query. */
import type { HistoryQuery } from './store.ts';

/** Returns the query; throws a `RangeError` unless its limit is 1 to 500 events. */
export function checkQuery(query: HistoryQuery): HistoryQuery {
  if (query.limit >= 1 && query.limit <= 500) return query;
  throw new RangeError(`A page of history has 1 to 500 events, not ${query.limit}.`);
}
