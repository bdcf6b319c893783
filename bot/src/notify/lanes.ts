/** One lane a conversation: rooms to look at, each at most once, one after the other. */

export type Lanes<Item> = {
  /** Puts an item into a lane, unless it already waits there. */
  add(lane: string, item: Item): void;
  /** How many items wait, in all lanes. */
  waiting(): number;
  /** Resolves when nothing waits and nothing is at work. */
  idle(): Promise<void>;
};

type Lane<Item> = { readonly waiting: Set<Item>; work: Promise<void> };

/**
 * Makes lanes that hand their items to `handle`, one at a time in each lane. An item added while it
 * is being handled waits for another turn: what a turn has read may be old by then. `handle` must
 * not throw.
 */
export function createLanes<Item>(
  handle: (lane: string, item: Item) => Promise<void>,
): Lanes<Item> {
  const lanes = new Map<string, Lane<Item>>();

  async function run(name: string, waiting: Set<Item>): Promise<void> {
    // Let whoever adds finish first, so that a burst is one item.
    await Promise.resolve();
    for (const item of waiting) {
      waiting.delete(item);
      await handle(name, item);
    }
    lanes.delete(name);
  }

  return {
    add(name, item) {
      const lane = lanes.get(name);
      if (lane) {
        lane.waiting.add(item);
        return;
      }
      const waiting = new Set([item]);
      lanes.set(name, { waiting, work: run(name, waiting) });
    },
    waiting: () => [...lanes.values()].reduce((sum, { waiting }) => sum + waiting.size, 0),
    async idle() {
      while (lanes.size > 0) await Promise.all([...lanes.values()].map((lane) => lane.work));
    },
  };
}
