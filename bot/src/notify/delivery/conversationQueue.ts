/** One lane a conversation: rooms to look at, each at most once, one after the other. */
import type { Instant } from '@rooms-pro/core';

export type ConversationQueues<Item> = {
  /** Puts an item into a lane, unless it already waits there: `since` then is the earlier one's. */
  add(lane: string, item: Item, since: Instant): void;
  /** How many items wait, in all lanes. */
  waiting(): number;
  /** Resolves when nothing waits and nothing is at work. */
  idle(): Promise<void>;
};

type Lane<Item> = { readonly waiting: Map<Item, Instant>; work: Promise<void> };

/**
 * Makes lanes that hand their items to `handle`, one at a time in each lane. An item added while it
 * is being handled waits for another turn: what a turn has read may be old by then. `handle` must
 * not throw.
 */
export function createConversationQueues<Item>(
  handle: (lane: string, item: Item, since: Instant) => Promise<void>,
): ConversationQueues<Item> {
  const lanes = new Map<string, Lane<Item>>();

  async function run(name: string, waiting: Map<Item, Instant>): Promise<void> {
    // Let whoever adds finish first, so that a burst is one item.
    await Promise.resolve();
    for (const [item, since] of waiting) {
      waiting.delete(item);
      await handle(name, item, since);
    }
    lanes.delete(name);
  }

  return {
    add(name, item, since) {
      const lane = lanes.get(name);
      if (lane) {
        if (!lane.waiting.has(item)) lane.waiting.set(item, since);
        return;
      }
      const waiting = new Map([[item, since]]);
      lanes.set(name, { waiting, work: run(name, waiting) });
    },
    waiting: () => [...lanes.values()].reduce((sum, { waiting }) => sum + waiting.size, 0),
    async idle() {
      while (lanes.size > 0) await Promise.all([...lanes.values()].map((lane) => lane.work));
    },
  };
}
