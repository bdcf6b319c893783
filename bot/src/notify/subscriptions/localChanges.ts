/** Coordinates the changes of this process with its reads of changes by other processes. */

/** Tracks the changes in progress, so that data that was read earlier does not overwrite them. */
export function createChanges(onChanged: () => Promise<void>) {
  const underWay = new Set<Promise<unknown>>();
  let begun = 0;
  return {
    /** Runs a change. `change` returns whether it wrote a document. */
    async make(change: () => Promise<boolean>): Promise<boolean> {
      begun += 1;
      const made = change();
      underWay.add(made);
      try {
        await made;
      } finally {
        underWay.delete(made);
      }
      const isWritten = await made;
      if (isWritten) await onChanged();
      return isWritten;
    },
    /** Reads, then applies the result. Repeats both when this process changed something in between. */
    async whileNone(read: () => Promise<() => void>): Promise<void> {
      for (;;) {
        while (underWay.size > 0) await Promise.allSettled(underWay);
        const before = begun;
        const applied = await read();
        if (begun === before) return applied();
      }
    },
  };
}

/** Makes `known` equal to `read`. */
export function takeOver<T>(known: Map<string, T>, read: ReadonlyMap<string, T>): void {
  for (const id of known.keys()) if (!read.has(id)) known.delete(id);
  for (const [id, value] of read) known.set(id, value);
}

export type Changes = ReturnType<typeof createChanges>;

/** The values that fulfil the condition. */
export function* those<T>(all: ReadonlyMap<string, T>, isMeant: (one: T) => boolean): Iterable<T> {
  for (const one of all.values()) if (isMeant(one)) yield one;
}
