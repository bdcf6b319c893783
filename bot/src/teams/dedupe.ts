/** Makes a thing once: whoever asks again for the same soon after gets the same answer. */

export type Dedupe<T> = (key: string, make: () => Promise<T>) => Promise<T>;

/** Remembers answers for `keepMs` after they were asked for; failures are not kept. */
export function createDedupe<T>(nowMs: () => number, keepMs: number): Dedupe<T> {
  const kept = new Map<string, { readonly until: number; readonly answer: Promise<T> }>();
  return (key, make) => {
    const now = nowMs();
    // In the order in which they were asked for, so the first that stays ends the walk.
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
