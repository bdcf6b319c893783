/** What this process changes while it reads what other processes have written. */

/** Keeps track of what is being changed, so that a reading from before does not replace it. */
export function createChanges(onChanged: () => Promise<void>) {
  const underWay = new Set<Promise<unknown>>();
  let begun = 0;
  return {
    /** `change` returns whether something was written. */
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
    /** Reads, then takes over what was read; again when something was changed in between. */
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

/** Makes `known` equal to what was read. */
export function takeOver<T>(known: Map<string, T>, read: ReadonlyMap<string, T>): void {
  for (const id of known.keys()) if (!read.has(id)) known.delete(id);
  for (const [id, value] of read) known.set(id, value);
}

export type Changes = ReturnType<typeof createChanges>;

/** The values that are meant. */
export function* those<T>(all: ReadonlyMap<string, T>, isMeant: (one: T) => boolean): Iterable<T> {
  for (const one of all.values()) if (isMeant(one)) yield one;
}
