/** The small documents beside the rooms, in the container partitioned by their kind. */
import { createHash, randomUUID } from 'node:crypto';
import type { Container, Resource } from '@azure/cosmos';
import type { Reader } from '../quarantine/reader.ts';
import type { DocumentKind, Stored } from '../store.ts';
import { faultStatus } from './requests/cosmosErrors.ts';
import { readPages } from './requests/cosmosPages.ts';
import type { Execute } from './requests/requestMeter.ts';

/** `name` is the id that the product uses; `write` identifies the call that wrote this version. */
type Document<T> = {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly name: string;
  readonly write: string;
  readonly value: T;
};

/** The operations on documents. */
export function createCosmosDocuments(container: Container, execute: Execute, reader: Reader) {
  const access = { container, execute, reader };
  const read: Read = (kind, name) => readDocument(access, kind, name);
  return { ...createReads(access, read), ...createWrites(access, read) };
}

type Access = { readonly container: Container; readonly execute: Execute; readonly reader: Reader };
type Read = <T>(kind: DocumentKind, name: string) => Promise<(Document<T> & Resource) | null>;

async function readDocument<T>({ container, execute }: Access, kind: DocumentKind, name: string) {
  const item = container.item(toDocumentId(name), kind);
  return (await execute('readDocument', () => item.read<Document<T>>())).resource ?? null;
}

function createReads({ container, execute, reader }: Access, read: Read) {
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
        (call) => execute('streamDocuments', call),
      );
      for await (const page of pages) {
        for (const { name, id, value, _etag: etag } of page) {
          // A document without its name is identified by its id.
          const named = typeof name === 'string' ? name : id;
          const stored = reader.readOrSkip<T>({ kind, id: named, etag, value });
          if (stored !== null) yield { ...stored, id: named };
        }
      }
    },
  };
}

function createWrites({ container, execute, reader }: Access, read: Read) {
  /** After a refused write: either another writer was first, or an earlier try of this write succeeded. */
  async function settle(kind: DocumentKind, name: string, write: string) {
    const found = await read<unknown>(kind, name);
    return found?.write === write ? { etag: found._etag } : 'conflict';
  }

  return {
    /** Writes `json`; returns `conflict` when the document does not match `ifMatch`. */
    async put(kind: DocumentKind, name: string, json: string, ifMatch?: string | null) {
      if (ifMatch === undefined) reader.assertReplaceable(kind, name);
      const write = randomUUID();
      const id = toDocumentId(name);
      const document = { id, kind, name, write, value: JSON.parse(json) as unknown };
      const send = () => {
        if (ifMatch === undefined) return container.items.upsert(document);
        if (ifMatch === null) return container.items.create(document);
        const accessCondition = { type: 'IfMatch', condition: ifMatch };
        return container.item(id, kind).replace(document, { accessCondition });
      };
      try {
        const { etag } = await execute('putDocument', send);
        reader.list.remove(kind, name);
        return { etag };
      } catch (error) {
        // An upsert that collides with another upsert is not a conflict for the caller.
        const isConflict =
          [404, 409, 412].includes(faultStatus(error) ?? 0) && ifMatch !== undefined;
        if (!isConflict) throw error;
        return settle(kind, name, write);
      }
    },

    async remove(kind: DocumentKind, name: string): Promise<void> {
      reader.assertReplaceable(kind, name);
      try {
        await execute('deleteDocument', () => container.item(toDocumentId(name), kind).delete());
      } catch (error) {
        if (faultStatus(error) !== 404) throw error;
      }
    },
  };
}

/** Turns any name into an id that Cosmos DB accepts: no `/ \ ? #`, ASCII only, at most 255 characters. */
function toDocumentId(name: string): string {
  const id = name.replace(
    /[^A-Za-z0-9 .:@=|_-]/g,
    (char) => `~${(char.codePointAt(0) ?? 0).toString(16)}~`,
  );
  if (id.length > 0 && id.length <= 255 && !id.endsWith(' ')) return id;
  return `~${createHash('sha256').update(name).digest('hex')}`;
}
