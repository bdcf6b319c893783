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
const mostInChunk = 512;

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
  function chunkFor(value: T): number {
    const place = bisect(chunks, (chunk) => isBefore(chunk.at(-1), value));
    return Math.min(place, chunks.length - 1);
  }

  function isBefore(there: T | undefined, value: T): boolean {
    return there !== undefined && compare(there, value) < 0;
  }

  return {
    chunks,
    add(value) {
      const place = chunkFor(value);
      const chunk = chunks[place];
      if (chunk === undefined) {
        chunks.push([value]);
        return;
      }
      chunk.splice(
        bisect(chunk, (there) => isBefore(there, value)),
        0,
        value,
      );
      if (chunk.length > mostInChunk) chunks.splice(place + 1, 0, chunk.splice(mostInChunk / 2));
    },
    remove(value) {
      const place = chunkFor(value);
      const chunk = chunks[place];
      if (chunk === undefined) return;
      const index = bisect(chunk, (there) => isBefore(there, value));
      const there = chunk[index];
      if (there === undefined || compare(there, value) !== 0) return;
      chunk.splice(index, 1);
      if (chunk.length === 0) chunks.splice(place, 1);
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
    const there = values[middle];
    if (there !== undefined && isBefore(there)) low = middle + 1;
    else high = middle;
  }
  return low;
}
