/**
 * One queue for each conversation. A queue contains each waiting item once and handles its items one by
 * one.
 */
import type { Instant } from '@rooms-pro/core';

export type ConversationQueues<Item> = {
  /** Adds an item to a queue. An item that already waits there stays with its earlier `since`. */
  add(conversationId: string, item: Item, since: Instant): void;
  /** The number of items that wait, in all queues. */
  waiting(): number;
  /** Resolves when all queues are empty and no item is being handled. */
  idle(): Promise<void>;
};

type Queue<Item> = { readonly waiting: Map<Item, Instant>; work: Promise<void> };

/**
 * Creates queues that pass their items to `handle`, one at a time in each queue. An item that is added
 * while `handle` works on it is handled once more, because the data that `handle` has read may be
 * outdated. `handle` must not throw.
 */
export function createConversationQueues<Item>(
  handle: (conversationId: string, item: Item, since: Instant) => Promise<void>,
): ConversationQueues<Item> {
  const queues = new Map<string, Queue<Item>>();

  async function run(conversationId: string, waiting: Map<Item, Instant>): Promise<void> {
    // Let the caller finish first, so that a burst of changes becomes one item.
    await Promise.resolve();
    for (const [item, since] of waiting) {
      waiting.delete(item);
      await handle(conversationId, item, since);
    }
    queues.delete(conversationId);
  }

  return {
    add(conversationId, item, since) {
      const queue = queues.get(conversationId);
      if (queue) {
        if (!queue.waiting.has(item)) queue.waiting.set(item, since);
        return;
      }
      const waiting = new Map([[item, since]]);
      queues.set(conversationId, { waiting, work: run(conversationId, waiting) });
    },
    waiting: () => [...queues.values()].reduce((sum, { waiting }) => sum + waiting.size, 0),
    async idle() {
      while (queues.size > 0) await Promise.all([...queues.values()].map((queue) => queue.work));
    },
  };
}
