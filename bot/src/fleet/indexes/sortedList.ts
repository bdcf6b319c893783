/** A list that stays sorted when values are added and removed, so that no request has to sort it. */

/** A list that stays sorted. `compare` must not return 0 for two different values. */
export type SortedList<T> = {
  add(value: T): void;
  remove(value: T): void;
  /** All values in order, in chunks. Callers must not change them. */
  readonly chunks: readonly (readonly T[])[];
};

/**
 * The maximum size of a chunk: small enough for fast inserts, large enough to keep the number of chunks
 * low.
 */
const maxChunkSize = 512;

/**
 * Creates an empty list that is sorted by `compare`. The list consists of chunks, because each insert
 * into one array would move up to a hundred thousand incidents.
 */
export function createSortedList<T>(compare: (one: T, other: T) => number): SortedList<T> {
  const chunks: T[][] = [];

  /**
   * The index of the first chunk whose last value is not before this value; otherwise the index of the
   * last chunk.
   */
  function findChunk(value: T): number {
    const chunkIndex = bisect(chunks, (chunk) => isBefore(chunk.at(-1), value));
    return Math.min(chunkIndex, chunks.length - 1);
  }

  function isBefore(existing: T | undefined, value: T): boolean {
    return existing !== undefined && compare(existing, value) < 0;
  }

  return {
    chunks,
    add(value) {
      const chunkIndex = findChunk(value);
      const chunk = chunks[chunkIndex];
      if (chunk === undefined) {
        chunks.push([value]);
        return;
      }
      chunk.splice(
        bisect(chunk, (existing) => isBefore(existing, value)),
        0,
        value,
      );
      if (chunk.length > maxChunkSize)
        chunks.splice(chunkIndex + 1, 0, chunk.splice(maxChunkSize / 2));
    },
    remove(value) {
      const chunkIndex = findChunk(value);
      const chunk = chunks[chunkIndex];
      if (chunk === undefined) return;
      const index = bisect(chunk, (existing) => isBefore(existing, value));
      const existing = chunk[index];
      if (existing === undefined || compare(existing, value) !== 0) return;
      chunk.splice(index, 1);
      if (chunk.length === 0) chunks.splice(chunkIndex, 1);
    },
  };
}

/**
 * The number of leading values for which `isBefore` is true. These values must come before all others.
 */
function bisect<T>(values: readonly T[], isBefore: (value: T) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const existing = values[middle];
    if (existing !== undefined && isBefore(existing)) low = middle + 1;
    else high = middle;
  }
  return low;
}
