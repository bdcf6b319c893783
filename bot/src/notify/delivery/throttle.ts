/** Gathers news that come in bursts: told once after a moment, then again only every so often. */

export type Throttle<Item> = {
  /** Takes note of news about an item. */
  add(item: Item): void;
  /** Resolves when nothing waits to be told. */
  idle(): Promise<void>;
};

export type ThrottleDeps<Item> = {
  readonly tell: (item: Item) => void;
  /** Waits that many milliseconds; rejects when all is to end. */
  readonly delay: (ms: number) => Promise<void>;
  /** How long the first news of an item wait for more. */
  readonly firstMs: number;
  /** The least time between two tellings of one item. */
  readonly everyMs: number;
};

export function createThrottle<Item>(deps: ThrottleDeps<Item>): Throttle<Item> {
  const { tell, delay, firstMs, everyMs } = deps;
  const news = new Set<Item>();
  const running = new Map<Item, Promise<void>>();

  async function run(item: Item): Promise<void> {
    await delay(firstMs);
    while (news.delete(item)) {
      tell(item);
      await delay(everyMs);
    }
  }

  return {
    add(item) {
      news.add(item);
      if (running.has(item)) return;
      // A delay ends early only when all is to end: what waits is then told after the next start.
      const told = run(item)
        .catch(() => undefined)
        .finally(() => running.delete(item));
      running.set(item, told);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}
