/** Readers of a feed that wait where somebody stopped: going on there saves a look at the container. */

/** At most this many wait; the one that waited longest goes. */
const mostKept = 32;

/** Keeps readers by the place they have come to; each is taken once. */
export function createFeedReaderCache<Reader>() {
  const kept = new Map<string, Reader>();
  const keyOf = (...place: [string | null, string | null, number]) => JSON.stringify(place);

  return {
    take(range: string | null, cursor: string | null, limit: number): Reader | undefined {
      const key = keyOf(range, cursor, limit);
      const reader = kept.get(key);
      kept.delete(key);
      return reader;
    },
    keep(range: string | null, cursor: string | null, limit: number, reader: Reader): void {
      kept.set(keyOf(range, cursor, limit), reader);
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    },
  };
}
