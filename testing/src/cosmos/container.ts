/** One container of the fake: its definition, its physical partitions, and what is asked of it. */
import { type Answer, type Asked, objectOf, Refusal, unknown } from './answer.ts';
import { type Body, Documents, epkOf, type Kept, type Operation } from './documents.ts';
import { price } from './price.ts';
import { checkIndexed, documentOf, plan, shapeOf } from './query.ts';

export type Range = { readonly id: string; readonly min: string; readonly max: string };

/** What a container of the fake can be told to do. */
export type ContainerOptions = {
  /** Physical partitions to begin with. */
  readonly partitions: number;
  /** Whether simple queries over all partitions are answered, or only planned. */
  readonly servesAll: () => boolean;
};

/** A container by the definition that the SDK sent. */
export class FakeContainer {
  readonly definition: Body;
  readonly documents: Documents;
  readonly #rid: string;
  readonly #servesAll: () => boolean;
  #ranges: readonly Range[];
  #lastRange: number;

  constructor(definition: Body, rid: string, { partitions, servesAll }: ContainerOptions) {
    this.definition = { ...definition, _rid: rid, _self: rid, _etag: `"${rid}"`, _ts: 0 };
    this.documents = new Documents(keyNameOf(definition));
    this.#rid = rid;
    this.#servesAll = servesAll;
    this.#ranges = cut({ id: '0', min: '', max: 'FF' }, partitions, 0);
    this.#lastRange = partitions;
  }

  /** The physical partitions as they now are. */
  pkranges(): Answer {
    const rows = this.#ranges.map(({ id, min, max }) => ({
      id,
      minInclusive: min,
      maxExclusive: max,
      status: 'online',
      parents: [],
    }));
    const body = { _rid: this.#rid, PartitionKeyRanges: rows, _count: rows.length };
    return { status: 200, body, charge: price.nothing };
  }

  /** Divides a physical partition in two, as Cosmos DB does when one grows. */
  split(id: string): void {
    const whole = this.#rangeCalled(id);
    const halves = cut(whole, 2, this.#lastRange);
    this.#lastRange += 2;
    this.#ranges = this.#ranges.flatMap((range) => (range === whole ? halves : [range]));
  }

  /** One document by its id. */
  item(asked: Asked, id: string): Answer {
    const key = keyIn(asked);
    if (asked.method === 'GET') return this.#read(asked, key, id);
    const ifMatch = asked.headers['if-match'];
    if (asked.method === 'DELETE') {
      return this.#run(key, { type: 'delete', id, body: null, bytes: 0, ifMatch });
    }
    if (asked.method !== 'PUT') throw unknown(`${asked.method} of a document`);
    const body = objectOf(asked.body) as Body;
    return this.#run(key, { type: 'replace', id, body, bytes: asked.bytes, ifMatch });
  }

  /** Whatever is asked of many documents, and new ones. */
  items(asked: Asked): Answer {
    const { headers, method } = asked;
    if (method === 'GET' && headers['a-im'] === 'Incremental Feed') return this.#feed(asked);
    if (method !== 'POST') throw unknown(`${method} of documents`);
    if (headers['x-ms-cosmos-is-query-plan-request'] !== undefined) {
      shapeOf(...textOf(asked));
      return { status: 200, body: plan, charge: 0 };
    }
    if (headers['x-ms-documentdb-isquery'] !== undefined) return this.#query(asked);
    if (headers['x-ms-cosmos-is-batch-request'] !== undefined) return this.#batch(asked);
    const body = objectOf(asked.body) as Body;
    const type = headers['x-ms-documentdb-is-upsert'] === 'true' ? 'upsert' : 'create';
    return this.#run(keyIn(asked), { type, id: body.id, body, bytes: asked.bytes });
  }

  #read({ headers }: Asked, key: string, id: string): Answer {
    const kept = this.documents.find(key, id);
    if (kept === null) throw new Refusal(404, `There is no «${id}».`, 0);
    const more = { etag: kept.etag, ...this.#session(key) };
    if (headers['if-none-match'] === kept.etag) {
      return { status: 304, headers: more, charge: price.nothing };
    }
    return { status: 200, headers: more, body: documentOf(kept), charge: price.read(kept.bytes) };
  }

  #run(key: string, operation: Operation): Answer {
    const [done] = this.documents.batch(key, [operation]);
    if (done === undefined) throw new Error('An operation came to nothing.');
    const { status, kept, charge } = done;
    if (status >= 400) throw new Refusal(status, `${operation.type} refused.`);
    if (kept === null) return { status, headers: this.#session(key), charge };
    const headers = { etag: kept.etag, ...this.#session(key) };
    return { status, headers, body: documentOf(kept), charge };
  }

  #batch(asked: Asked): Answer {
    const { headers, body } = asked;
    if (headers['x-ms-cosmos-batch-atomic'] !== 'true') throw unknown('batch that is not atomic');
    if (headers['prefer'] !== 'return=minimal') throw unknown('batch that wants documents back');
    if (!Array.isArray(body) || body.length > 100) throw new Refusal(400, 'No batch.');
    const key = keyIn(asked);
    const done = this.documents.batch(key, body.map(operationOf));
    const isDone = done.every(({ status }) => status < 400);
    const results = done.map(({ status, kept, charge }) => ({
      statusCode: status,
      requestCharge: charge,
      ...(kept === null ? {} : { eTag: kept.etag }),
    }));
    const charge = done.reduce((sum, one) => sum + one.charge, 0);
    return { status: isDone ? 200 : 207, headers: this.#session(key), body: results, charge };
  }

  #query(asked: Asked): Answer {
    const { headers } = asked;
    const shape = shapeOf(...textOf(asked));
    checkIndexed(shape, includedIn(this.definition));
    const rangeId = headers['x-ms-documentdb-partitionkeyrangeid'];
    const key = headers['x-ms-documentdb-partitionkey'] === undefined ? null : keyIn(asked);
    if (key === null && rangeId === undefined && !this.#servesAll()) {
      const message = 'Cross partition query only supports what the gateway can serve.';
      throw new Refusal(400, message, 1004, { additionalErrorInfo: '{}' });
    }
    const range = rangeId === undefined ? { min: '', max: 'FF' } : this.#rangeCalled(rangeId);
    const after = Number(headers['x-ms-continuation'] ?? Number.NEGATIVE_INFINITY);
    const rows = [...this.documents.current(key)]
      .filter(({ epk }) => epk >= range.min && epk < range.max)
      .filter((kept) => shape.matches(kept) && shape.rank(kept) > after)
      .sort((a, b) => shape.rank(a) - shape.rank(b));
    const page = rows.slice(0, pageSizeIn(asked));
    const last = page.at(-1);
    const more: Record<string, string> =
      last && rows.length > page.length ? { 'x-ms-continuation': String(shape.rank(last)) } : {};
    const body = { _rid: this.#rid, Documents: page.map(shape.row), _count: page.length };
    return { status: 200, headers: more, body, charge: chargeOf(page) };
  }

  #feed(asked: Asked): Answer {
    const { headers } = asked;
    const range = this.#rangeCalled(headers['x-ms-documentdb-partitionkeyrangeid']);
    const from = (headers['if-none-match'] ?? '"0"').replaceAll('"', '');
    // Any version will do: whoever asks wants only what comes from now on.
    const after = from === '*' ? this.documents.lsn : Number(from);
    const [min, max] = [
      headers['x-ms-start-epk'] ?? range.min,
      headers['x-ms-end-epk'] ?? range.max,
    ];
    const page = this.documents.changes(after, min, max, pageSizeIn(asked));
    const etag = `"${page.at(-1)?.lsn ?? after}"`;
    if (page.length === 0) return { status: 304, headers: { etag }, charge: price.nothing };
    const body = { _rid: this.#rid, Documents: page.map(documentOf), _count: page.length };
    return { status: 200, headers: { etag }, body, charge: chargeOf(page) };
  }

  #rangeCalled(id: string | undefined): Range {
    const range = this.#ranges.find((one) => one.id === id);
    if (range) return range;
    throw new Refusal(410, `There is no partition ${id} any more.`, 1002);
  }

  #session(key: string): Record<string, string> {
    const epk = epkOf(key);
    const range = this.#ranges.find(({ min, max }) => epk >= min && epk < max);
    return {
      'x-ms-session-token': `${range?.id}:1#${this.documents.lsn}`,
      'x-ms-content-path': this.#rid,
    };
  }
}

function chargeOf(page: readonly Kept[]): number {
  return price.page(
    page.length,
    page.reduce((sum, { bytes }) => sum + bytes, 0),
  );
}

function operationOf(raw: unknown): Operation {
  const { operationType, id, ifMatch, resourceBody, ...more } = objectOf(raw);
  if (Object.keys(more).length > 0) throw unknown(`property ${Object.keys(more)} of an operation`);
  const body = objectOf(resourceBody) as Body;
  const bytes = Buffer.byteLength(JSON.stringify(body));
  const guard = typeof ifMatch === 'string' ? ifMatch : undefined;
  if (operationType === 'Create' && id === undefined && guard === undefined) {
    return { type: 'create', id: body.id, body, bytes };
  }
  if (operationType === 'Replace' && id === body.id) {
    return { type: 'replace', id: body.id, body, bytes, ifMatch: guard };
  }
  throw unknown(`operation ${String(operationType)}`);
}

function textOf({ body }: Asked): [string, ReadonlyMap<string, unknown>] {
  const { query, parameters = [] } = objectOf(body);
  const named = (parameters as { name: string; value: unknown }[]).map(
    ({ name, value }) => [name, value] as const,
  );
  return [String(query), new Map(named)];
}

function keyIn({ headers }: Asked): string {
  const raw = headers['x-ms-documentdb-partitionkey'];
  if (raw === undefined) throw new Refusal(400, 'The partition key is missing.');
  const key = JSON.parse(raw) as unknown;
  if (Array.isArray(key) && key.length === 1 && typeof key[0] === 'string') return key[0];
  throw unknown(`partition key ${raw}`);
}

function pageSizeIn({ headers }: Asked): number {
  return Number(headers['x-ms-max-item-count'] ?? 100);
}

function keyNameOf({ partitionKey }: Body): string {
  const { paths } = objectOf(partitionKey) as { paths: string[] };
  const [path] = paths;
  if (paths.length === 1 && path && /^\/\w+$/.test(path)) return path.slice(1);
  throw unknown(`partition key ${String(paths)}`);
}

function includedIn({ indexingPolicy }: Body): string[] {
  const { includedPaths } = objectOf(indexingPolicy) as { includedPaths: { path: string }[] };
  return includedPaths.map(({ path }) => path);
}

/** Cuts a range in equal parts. Keys hash to `00` up to `3F`, so cuts are made there. */
function cut({ min, max }: Range, parts: number, lastId: number): Range[] {
  const from = Number.parseInt((min || '00').slice(0, 4).padEnd(4, '0'), 16);
  const to = max === 'FF' ? 0x4000 : Number.parseInt(max.slice(0, 4).padEnd(4, '0'), 16);
  const point = (n: number) =>
    Math.round(from + ((to - from) * n) / parts)
      .toString(16)
      .toUpperCase()
      .padStart(4, '0');
  return Array.from({ length: parts }, (_, n) => ({
    id: String(lastId + n),
    min: n === 0 ? min : point(n),
    max: n === parts - 1 ? max : point(n + 1),
  }));
}
