/** The small documents beside the rooms, in the container partitioned by their kind. */
import { createHash, randomUUID } from 'node:crypto';
import type { Container, Resource } from '@azure/cosmos';
import type { Reader } from '../quarantine/reader.ts';
import type { DocumentKind, Stored } from '../store.ts';
import { statusOf } from './cosmosErrors.ts';
import { readPages } from './cosmosPages.ts';
import type { Ask } from './cosmosRooms.ts';

/** `name` is the id that the house gave it; `write` names the call that wrote this version. */
type Document<T> = {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly name: string;
  readonly write: string;
  readonly value: T;
};

/** Questions about documents. */
export function createCosmosDocuments(container: Container, ask: Ask, reader: Reader) {
  async function read<T>(kind: DocumentKind, name: string) {
    const item = container.item(idOf(name), kind);
    return (await ask('readDocument', () => item.read<Document<T>>())).resource ?? null;
  }

  /** Refused: because somebody else was first, or because our own write came through after all. */
  async function settle(kind: DocumentKind, name: string, write: string) {
    const found = await read(kind, name);
    return found?.write === write ? { etag: found._etag } : 'conflict';
  }

  return {
    async load<T>(kind: DocumentKind, name: string): Promise<Stored<T> | null> {
      const found = await read<T>(kind, name);
      if (found === null) return reader.absent(kind, name);
      return reader.read<T>({ kind, id: name, etag: found._etag, value: found.value });
    },

    async *all<T>(kind: DocumentKind, pageSize: number) {
      const options = { partitionKey: kind, maxItemCount: pageSize };
      const pages = readPages<Document<T> & Resource>(
        (more) => container.items.query({ query: 'SELECT * FROM c' }, { ...options, ...more }),
        (call) => ask('streamDocuments', call),
      );
      for await (const page of pages) {
        for (const { name, id, value, _etag: etag } of page) {
          // A document that lost its name is named by its id.
          const named = typeof name === 'string' ? name : id;
          const stored = reader.readOrSkip<T>({ kind, id: named, etag, value });
          if (stored !== null) yield { ...stored, id: named };
        }
      }
    },

    /** Writes `json` unless `ifMatch` says what is not so. */
    async put(kind: DocumentKind, name: string, json: string, ifMatch?: string | null) {
      if (ifMatch === undefined) reader.assertReplaceable(kind, name);
      const write = randomUUID();
      const id = idOf(name);
      const document = { id, kind, name, write, value: JSON.parse(json) as unknown };
      const send = () => {
        if (ifMatch === undefined) return container.items.upsert(document);
        if (ifMatch === null) return container.items.create(document);
        const accessCondition = { type: 'IfMatch', condition: ifMatch };
        return container.item(id, kind).replace(document, { accessCondition });
      };
      try {
        const { etag } = await ask('putDocument', send);
        reader.list.remove(kind, name);
        return { etag };
      } catch (error) {
        // An upsert that meets another in the same moment is no conflict of the caller's.
        const isConflict = [404, 409, 412].includes(statusOf(error) ?? 0) && ifMatch !== undefined;
        if (!isConflict) throw error;
        return settle(kind, name, write);
      }
    },

    async remove(kind: DocumentKind, name: string): Promise<void> {
      reader.assertReplaceable(kind, name);
      try {
        await ask('deleteDocument', () => container.item(idOf(name), kind).delete());
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    },
  };
}

/** Any name as an id that Cosmos DB takes: no `/ \ ? #`, nothing outside ASCII, at most 255 long. */
function idOf(name: string): string {
  const id = name.replace(
    /[^A-Za-z0-9 .:@=|_-]/g,
    (char) => `~${(char.codePointAt(0) ?? 0).toString(16)}~`,
  );
  if (id.length > 0 && id.length <= 255 && !id.endsWith(' ')) return id;
  return `~${createHash('sha256').update(name).digest('hex')}`;
}
