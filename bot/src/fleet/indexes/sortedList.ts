/** Keeps values in order as they come and go: lists are cut from it, never sorted per request. */

/** A list that stays sorted. `compare` must tell any two different values apart. */
export type SortedList<T> = {
  add(value: T): void;
  remove(value: T): void;
  /** All values in order, in stretches. Must not be changed. */
  readonly chunks: readonly (readonly T[])[];
};

/** Short enough to be moved along in no time, long enough that there are few of them. */
const mostInChunk = 512;

/**
 * An empty list sorted by `compare`. It is kept in chunks: a hundred thousand incidents that come
 * and go one by one would otherwise be moved along by each of them.
 */
export function createSortedList<T>(compare: (one: T, other: T) => number): SortedList<T> {
  const chunks: T[][] = [];

  /** The first chunk that ends with this value or later; the last one for what is behind all. */
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

/** How many come first for which this is true; they must all stand in front of the others. */
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
