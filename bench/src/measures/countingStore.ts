/**
 * Counts the Cosmos request units of a store: wraps any `Store` and calculates the price of each operation
 * from the size of its data. Prices between the published sizes are interpolated linearly.
 */
import type { RoomCommit, Store, Stored } from '@rooms-pro/store';

export type CountingStore = Store & {
  /** Request units so far. */
  units(): number;
};

/** A point read costs 1.0 for 1 kB and 1.3 for 8 kB. */
const readUnits = (bytes: number): number => 1 + (0.3 / 7) * (kilobytes(bytes) - 1);
/** A write of 8 kB costs about 7 more than a write of 1 kB: 1 for each additional kilobyte. */
const growth = (bytes: number): number => kilobytes(bytes) - 1;
const createUnits = (bytes: number): number => 7 + growth(bytes);
const replaceUnits = (bytes: number): number => 10.8 + growth(bytes);
/** The minimum billed size is one kilobyte. */
const kilobytes = (bytes: number): number => Math.max(1, bytes / 1024);

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

/** Starts at zero and counts only reads and writes through the wrapper. */
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
      // Without a cached copy, or with a stale copy, the room is read first.
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

/** The cost of a batch is the sum of its operations: replacing or creating the room, and creating the event. */
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
