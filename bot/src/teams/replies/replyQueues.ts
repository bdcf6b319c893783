/** One queue per conversation, in the order of addition. */
import { createQueues } from '@rooms-pro/async';

export type ReplyQueues = {
  /** Adds work, which must not throw. A full queue rejects it. */
  add(conversationId: string, work: () => Promise<void>): void;
  /** Resolves when no work is waiting or running. */
  idle(): Promise<void>;
};

/** The longest queue. A person who writes faster than Teams accepts answers gets only the first answers. */
const waitingAtMost = 50;

export function createReplyQueues(
  onFull: (conversationId: string, waiting: number) => void,
): ReplyQueues {
  const queues = createQueues<string>();
  return {
    add(conversationId, work) {
      const waiting = queues.size(conversationId);
      if (waiting >= waitingAtMost) onFull(conversationId, waiting);
      else void queues.run(conversationId, work);
    },
    idle: queues.idle,
  };
}
