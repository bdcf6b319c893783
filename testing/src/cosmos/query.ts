/** The few queries that the store asks, by their exact words; any other is unknown to the fake. */
import { Refusal, unknown } from './answer.ts';
import type { Kept } from './documents.ts';

/** A query as rows: which documents, in which order, and what of each. */
export type Shape = {
  /** Paths that it filters or orders by; each must be indexed. */
  readonly paths: readonly string[];
  matches(kept: Kept): boolean;
  /** Rows come with rising rank. */
  rank(kept: Kept): number;
  row(kept: Kept): unknown;
};

const newestFirst = (kept: Kept) => -Number(kept.body['revision']);

/** The document as it is answered, with the properties of the system. */
export function documentOf({ body, etag, rid, lsn }: Kept): Record<string, unknown> {
  return { ...body, _etag: etag, _rid: `rid${rid}`, _lsn: lsn, _ts: 0 };
}

/** The shape of a query's text with its parameters. */
export function shapeOf(text: string, parameters: ReadonlyMap<string, unknown>): Shape {
  const before = Number(parameters.get('@before'));
  const isEarlier = (kept: Kept) => Number(kept.body['revision'] ?? Number.NaN) < before;
  switch (text) {
    case 'SELECT * FROM c':
      return { paths: [], matches: () => true, rank: ({ rid }) => rid, row: documentOf };
    case "SELECT * FROM c WHERE c.kind = 'room'":
      return {
        paths: ['/kind/?'],
        matches: ({ body }) => body['kind'] === 'room',
        rank: ({ rid }) => rid,
        row: documentOf,
      };
    case 'SELECT c.revision, c.event FROM c WHERE c.revision < @before ORDER BY c.revision DESC':
      return {
        paths: ['/revision/?'],
        matches: isEarlier,
        rank: newestFirst,
        row: ({ body }) => ({ revision: body['revision'], event: body['event'] }),
      };
    case 'SELECT c.revision, c.event FROM c WHERE c.revision < @before AND ARRAY_CONTAINS(c.signals, @signal) ORDER BY c.revision DESC': {
      const signal = parameters.get('@signal');
      return {
        paths: ['/revision/?', '/signals/[]/?'],
        matches: (kept) => isEarlier(kept) && (kept.body['signals'] as unknown[]).includes(signal),
        rank: newestFirst,
        row: ({ body }) => ({ revision: body['revision'], event: body['event'] }),
      };
    }
    default:
      throw unknown(`query «${text}»`);
  }
}

/** Refuses what Cosmos DB would answer by a scan, or not at all. */
export function checkIndexed(shape: Shape, included: readonly string[]): void {
  const missing = shape.paths.find((path) => !included.includes(path));
  if (missing !== undefined) throw new Refusal(400, `${missing} is not indexed.`);
}

/** The plan the gateway gives for every one of these: ask all partitions, put nothing in order. */
export const plan = {
  partitionedQueryExecutionInfoVersion: 2,
  queryInfo: {
    distinctType: 'None',
    top: null,
    offset: null,
    limit: null,
    orderBy: [],
    orderByExpressions: [],
    groupByExpressions: [],
    groupByAliases: [],
    aggregates: [],
    groupByAliasToAggregateType: {},
    rewrittenQuery: '',
    hasSelectValue: false,
    hasNonStreamingOrderBy: false,
  },
  queryRanges: [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }],
};
