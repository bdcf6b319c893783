/** One queue per conversation, in the order of addition. */

export type Queues = {
  /** Adds work, which must not throw. A full queue rejects it. */
  add(conversationId: string, work: () => Promise<void>): void;
  /** Resolves when no work is waiting or running. */
  idle(): Promise<void>;
};

/** The longest queue. A person who writes faster than Teams accepts answers gets only the first answers. */
const waitingAtMost = 50;

export function createQueues(onFull: (conversationId: string, waiting: number) => void): Queues {
  const queues = new Map<string, { waiting: number; last: Promise<void> }>();
  return {
    add(conversationId, work) {
      const queue = queues.get(conversationId) ?? { waiting: 0, last: Promise.resolve() };
      if (queue.waiting >= waitingAtMost) {
        onFull(conversationId, queue.waiting);
        return;
      }
      queue.waiting += 1;
      queues.set(conversationId, queue);
      queue.last = queue.last.then(work).then(() => {
        queue.waiting -= 1;
        if (queue.waiting === 0) queues.delete(conversationId);
      });
    },
    async idle() {
      while (queues.size > 0) await Promise.all([...queues.values()].map(({ last }) => last));
    },
  };
}
