/** Runs a task once per key: a repeated call soon after gets the same result. */

export type Dedupe<T> = (key: string, make: () => Promise<T>) => Promise<T>;

/** Caches each result for `keepMs` after its call. Failures are not cached. */
export function createDedupe<T>(nowMs: () => number, keepMs: number): Dedupe<T> {
  const kept = new Map<string, { readonly until: number; readonly answer: Promise<T> }>();
  return (key, make) => {
    const now = nowMs();
    // The entries are in the order of their calls, so the first valid entry ends the loop.
    for (const [old, { until }] of kept) {
      if (until > now) break;
      kept.delete(old);
    }
    const known = kept.get(key);
    if (known) return known.answer;
    const answer = make();
    kept.set(key, { until: now + keepMs, answer });
    answer.catch(() => kept.delete(key));
    return answer;
  };
}
