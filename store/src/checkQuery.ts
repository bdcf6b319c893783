/** Before a question about history reaches any database: is the page of a sensible size? */
import type { HistoryQuery } from './store.ts';

/** Answers the query; throws a `RangeError` unless it asks for 1 to 500 events. */
export function checkQuery(query: HistoryQuery): HistoryQuery {
  if (query.limit >= 1 && query.limit <= 500) return query;
  throw new RangeError(`A page of history has 1 to 500 events, not ${query.limit}.`);
}
