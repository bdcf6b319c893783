/** Coordinates the changes of this process with its reads of changes by other processes. */

/** Tracks the changes in progress, so that data that was read earlier does not overwrite them. */
export function createChanges(onChanged: () => Promise<void>) {
  const running = new Set<Promise<unknown>>();
  let started = 0;
  return {
    /** Runs a change. `change` returns whether it wrote a document. */
    async make(change: () => Promise<boolean>): Promise<boolean> {
      started += 1;
      const made = change();
      running.add(made);
      try {
        await made;
      } finally {
        running.delete(made);
      }
      const isWritten = await made;
      if (isWritten) await onChanged();
      return isWritten;
    },
    /** Reads, then applies the result. Repeats both when this process changed something in between. */
    async readConsistently(read: () => Promise<() => void>): Promise<void> {
      for (;;) {
        while (running.size > 0) await Promise.allSettled(running);
        const before = started;
        const apply = await read();
        if (started === before) return apply();
      }
    },
  };
}

/** Makes `known` equal to `read`. */
export function replaceAll<T>(known: Map<string, T>, read: ReadonlyMap<string, T>): void {
  for (const id of known.keys()) if (!read.has(id)) known.delete(id);
  for (const [id, value] of read) known.set(id, value);
}

export type Changes = ReturnType<typeof createChanges>;

/** The values that fulfil the condition. */
export function* valuesWhere<T>(
  all: ReadonlyMap<string, T>,
  isIncluded: (one: T) => boolean,
): Iterable<T> {
  for (const one of all.values()) if (isIncluded(one)) yield one;
}
