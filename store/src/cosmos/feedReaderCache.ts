/** Keeps feed readers at the position where a call stopped; continuing there saves a request to the container. */

/** Maximum number of readers; above it the oldest is dropped. */
const maxReaders = 32;

/** Keeps readers by their position. `take` removes a reader from the cache. */
export function createFeedReaderCache<Reader>() {
  const kept = new Map<string, Reader>();
  const toKey = (...position: [string | null, string | null, number]) => JSON.stringify(position);

  return {
    take(range: string | null, cursor: string | null, limit: number): Reader | undefined {
      const key = toKey(range, cursor, limit);
      const reader = kept.get(key);
      kept.delete(key);
      return reader;
    },
    keep(range: string | null, cursor: string | null, limit: number, reader: Reader): void {
      kept.set(toKey(range, cursor, limit), reader);
      const [oldest] = kept.keys();
      if (kept.size > maxReaders && oldest !== undefined) kept.delete(oldest);
    },
  };
}
