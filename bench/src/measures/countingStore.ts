/**
 * What a store costs in Cosmos request units: wraps any `Store` and prices each operation by the
 * size of what it moves. Prices between the published points are read off a straight line.
 */
import type { RoomCommit, Store, Stored } from '@rooms-pro/store';

export type CountingStore = Store & {
  /** Request units so far. */
  units(): number;
};

/** Point read: 1 kB 1.0, 8 kB 1.3. */
const readUnits = (bytes: number): number => 1 + (0.3 / 7) * (kilobytes(bytes) - 1);
/** A write of 8 kB costs about 7 more than one of 1 kB: 1 for each further kilobyte. */
const growth = (bytes: number): number => kilobytes(bytes) - 1;
const createUnits = (bytes: number): number => 7 + growth(bytes);
const replaceUnits = (bytes: number): number => 10.8 + growth(bytes);
/** Nothing is billed as less than a kilobyte. */
const kilobytes = (bytes: number): number => Math.max(1, bytes / 1024);

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

/** Starts at nothing; what is read or written through the wrapper counts, and nothing else. */
export function countUnits(store: Store): CountingStore {
  let units = 0;
  const written = new Set<string>();
  const read = (value: unknown) => {
    units += readUnits(value === null ? 0 : sizeOf(value));
  };

  return {
    ...store,
    units: () => units,
    async room(id) {
      const stored = await store.room(id);
      read(stored?.value ?? null);
      return stored;
    },
    async transact(id, decide, known) {
      // Without a copy in hand, and when the copy is stale, the room is read first.
      const current = await store.room(id);
      if (known === undefined || known?.etag !== current?.etag) read(current?.value ?? null);
      const done = await store.transact(id, decide, known);
      const batch = done.committed ? await batchUnits(store, done.stored, current !== null) : 0;
      units += batch;
      return done;
    },
    async document<T>(kind: Parameters<Store['document']>[0], id: string) {
      const stored = await store.document<T>(kind, id);
      read(stored?.value ?? null);
      return stored;
    },
    async putDocument(kind, id, value, ifMatch) {
      const key = `${kind} ${id}`;
      units += written.has(key) ? replaceUnits(sizeOf(value)) : createUnits(sizeOf(value));
      written.add(key);
      return store.putDocument(kind, id, value, ifMatch);
    },
    async deleteDocument(kind, id) {
      units += createUnits(0);
      await store.deleteDocument(kind, id);
    },
  };
}

/** A batch costs what its operations cost: the room replaced (or created), the event created. */
async function batchUnits(
  store: Store,
  stored: Stored<RoomCommit['room']> | null,
  isKnown: boolean,
): Promise<number> {
  if (stored === null) return 0;
  const [event] = await store.history(stored.value.id, { limit: 1 });
  const room = sizeOf(stored.value);
  return (isKnown ? replaceUnits(room) : createUnits(room)) + createUnits(sizeOf(event));
}
