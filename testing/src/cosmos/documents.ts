/** The documents of one container of the fake: partitions, versions, and the log of the change feed. */
import { createHash, randomUUID } from 'node:crypto';
import { Refusal } from './answer.ts';
import { price } from './price.ts';

export type Body = Readonly<Record<string, unknown>> & { readonly id: string };

/** One version of a document. `lsn` orders changes; `rid` never changes. */
export type Kept = {
  readonly body: Body;
  readonly key: string;
  readonly epk: string;
  readonly rid: number;
  readonly lsn: number;
  readonly etag: string;
  readonly bytes: number;
};

/** One operation in a partition. `ifMatch` guards replacements. */
export type Operation = {
  readonly type: 'create' | 'replace' | 'upsert' | 'delete';
  readonly id: string;
  readonly body: Body | null;
  readonly bytes: number;
  readonly ifMatch?: string | undefined;
};

export type Done = { readonly status: number; readonly kept: Kept | null; readonly charge: number };

const largestBytes = 2 * 1024 * 1024;

/** Where a partition key belongs among the physical partitions: a point between `00` and `3F…`. */
export function epkOf(key: string): string {
  const hash = createHash('sha256').update(key).digest();
  hash[0] = (hash[0] ?? 0) & 0x3f;
  return hash.subarray(0, 16).toString('hex').toUpperCase();
}

/** An empty container partitioned by the property `keyName`. */
export class Documents {
  readonly #keyName: string;
  readonly #partitions = new Map<string, Map<string, Kept>>();
  /** Every version in the order it was written; only those still current are fed. */
  readonly #log: Kept[] = [];
  #lsn = 0;
  #rids = 0;

  constructor(keyName: string) {
    this.#keyName = keyName;
  }

  /** The place of the latest change. */
  get lsn(): number {
    return this.#lsn;
  }

  find(key: string, id: string): Kept | null {
    return this.#partitions.get(key)?.get(id) ?? null;
  }

  /** All or none: the first that fails says why, the others 424. All get the same place in the log. */
  batch(key: string, operations: readonly Operation[]): readonly Done[] {
    const ids = new Set(operations.map(({ id }) => id));
    if (ids.size < operations.length) throw new Refusal(400, 'Twice the same id in one batch.');
    const before = operations.map(({ id }) => this.find(key, id));
    const statuses = operations.map((operation, n) =>
      this.#judge(key, operation, before[n] ?? null),
    );
    const failed = statuses.findIndex((status) => status >= 400);
    if (failed >= 0) {
      return statuses.map((status, n) => ({
        status: n === failed ? status : 424,
        kept: null,
        charge: n === failed ? price.nothing : 0,
      }));
    }
    this.#lsn += 1;
    return operations.map((operation, n) => {
      const previous = before[n] ?? null;
      const kept = this.#write(key, operation, previous);
      return { status: statuses[n] ?? 200, kept, charge: chargeOf(operation, previous) };
    });
  }

  /** Everything now in one partition, or in all of them. */
  *current(key: string | null): Generator<Kept> {
    if (key !== null) yield* this.#partitions.get(key)?.values() ?? [];
    else for (const partition of this.#partitions.values()) yield* partition.values();
  }

  /** Latest versions changed after `after` between two points, at most `limit`, whole batches. */
  changes(after: number, min: string, max: string, limit: number): readonly Kept[] {
    const page: Kept[] = [];
    for (let at = this.#firstAfter(after); at < this.#log.length; at += 1) {
      const kept = this.#log[at];
      if (kept === undefined) break;
      if (page.length >= limit && kept.lsn !== page.at(-1)?.lsn) break;
      const isCurrent = this.find(kept.key, kept.body.id) === kept;
      if (isCurrent && kept.epk >= min && kept.epk < max) page.push(kept);
    }
    return page;
  }

  /** What the operation would come to, with nothing done yet. */
  #judge(key: string, operation: Operation, before: Kept | null): number {
    this.#check(key, operation);
    const { type, ifMatch } = operation;
    if (type === 'create') return before === null ? 201 : 409;
    if (before === null) return type === 'upsert' ? 201 : 404;
    if (ifMatch !== undefined && ifMatch !== before.etag) return 412;
    return type === 'delete' ? 204 : 200;
  }

  #check(key: string, { id, body, bytes }: Operation): void {
    if (/[/\\?#]/.test(id) || id === '' || id.length > 255) {
      throw new Refusal(400, `«${id}» is no id.`);
    }
    if (bytes > largestBytes) throw new Refusal(413, 'The document is too large.');
    if (body === null) return;
    if (body.id !== id) throw new Refusal(400, `The body is of «${body.id}», not of «${id}».`);
    if (body[this.#keyName] !== key) {
      throw new Refusal(400, 'The partition key is not the document’s.');
    }
  }

  #write(key: string, { body, bytes, id }: Operation, before: Kept | null): Kept | null {
    const partition = this.#partitions.get(key) ?? new Map<string, Kept>();
    this.#partitions.set(key, partition);
    if (body === null) {
      partition.delete(id);
      return null;
    }
    if (before === null) this.#rids += 1;
    const rid = before?.rid ?? this.#rids;
    const etag = `"${randomUUID()}"`;
    const kept = { body, key, epk: epkOf(key), rid, lsn: this.#lsn, etag, bytes };
    partition.set(id, kept);
    this.#log.push(kept);
    return kept;
  }

  #firstAfter(after: number): number {
    let [low, high] = [0, this.#log.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#log[middle]?.lsn ?? 0) > after) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function chargeOf({ type, bytes }: Operation, before: Kept | null): number {
  if (type === 'delete') return price.remove(before?.bytes ?? 0);
  return before === null ? price.create(bytes) : price.replace(bytes);
}
