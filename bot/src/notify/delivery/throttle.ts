/**
 * Throttles changes that come in bursts: reports an item once after a short wait, then at most once per
 * period.
 */

export type Throttle<Item> = {
  /** Records that an item changed. */
  add(item: Item): void;
  /** Resolves when no change waits to be reported. */
  idle(): Promise<void>;
};

export type ThrottleDeps<Item> = {
  readonly report: (item: Item) => void;
  /** Waits for this number of milliseconds. Rejects when the notifier stops. */
  readonly delay: (ms: number) => Promise<void>;
  /** The wait after the first change of an item, in milliseconds. */
  readonly firstMs: number;
  /** The minimum time between two reports of one item, in milliseconds. */
  readonly everyMs: number;
};

export function createThrottle<Item>(deps: ThrottleDeps<Item>): Throttle<Item> {
  const { report, delay, firstMs, everyMs } = deps;
  const changed = new Set<Item>();
  const running = new Map<Item, Promise<void>>();

  async function run(item: Item): Promise<void> {
    await delay(firstMs);
    while (changed.delete(item)) {
      report(item);
      await delay(everyMs);
    }
  }

  return {
    add(item) {
      changed.add(item);
      if (running.has(item)) return;
      // A delay rejects only when the notifier stops. The next start compares all cards, so no change
      // is lost.
      const done = run(item)
        .catch(() => undefined)
        .finally(() => running.delete(item));
      running.set(item, done);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}
