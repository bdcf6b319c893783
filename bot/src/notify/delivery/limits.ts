/**
 * Delays sends so that they stay within Teams' rate limits: per conversation, and for all conversations
 * together.
 */

/** At most `count` sends in any period of `withinMs` milliseconds. */
export type Limit = { readonly count: number; readonly withinMs: number };
export type Limits = {
  readonly perConversation: readonly Limit[];
  readonly overall: readonly Limit[];
};

/** The limits of Teams for a bot: in one conversation, and in one tenant. */
export const teamsLimits: Limits = {
  perConversation: [
    { count: 7, withinMs: 1_000 },
    { count: 8, withinMs: 2_000 },
    { count: 60, withinMs: 30_000 },
    { count: 1_800, withinMs: 3_600_000 },
  ],
  overall: [{ count: 50, withinMs: 1_000 }],
};

export type LimiterDeps = {
  readonly limits: Limits;
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
  readonly delay: (ms: number, signal?: AbortSignal) => Promise<void>;
};

export type Turn = {
  /** Whether the send is a reply to a person. A reply does not wait for cards of other conversations. */
  readonly isAnswer?: boolean;
  /** Aborting this signal ends the wait, and `turn` rejects. */
  readonly signal?: AbortSignal;
};

export type Limiter = {
  /** Waits until the limits allow one send in this conversation, and counts that send. */
  turn(conversationId: string, turn?: Turn): Promise<void>;
};

/** Creates a limiter with no sends counted. */
export function createLimiter({ limits, nowMs, delay }: LimiterDeps): Limiter {
  const waitForAll = createQueue(createSendHistory(limits.overall), nowMs, delay);
  const histories = new Map<string, SendHistory>();

  function historyFor(conversationId: string): SendHistory {
    const history = histories.get(conversationId) ?? createSendHistory(limits.perConversation);
    histories.set(conversationId, history);
    return history;
  }

  return {
    async turn(conversationId, turn = {}) {
      const history = historyFor(conversationId);
      do {
        for (let ms = history.waitMs(nowMs()); ms > 0; ms = history.waitMs(nowMs())) {
          await delay(ms, turn.signal);
        }
        await waitForAll(turn);
        // In the meantime, another send may have started in this conversation.
      } while (history.waitMs(nowMs()) > 0);
      history.count(nowMs());
    },
  };
}

/** The queue that all conversations share: first in, first out, but replies come before cards. */
function createQueue(
  history: SendHistory,
  nowMs: () => number,
  delay: LimiterDeps['delay'],
): (turn: Turn) => Promise<void> {
  const replies = new Set<() => void>();
  const cards = new Set<() => void>();
  let isRunning = false;

  /** The next waiting send; `undefined` when the queue is empty. */
  function next(): (() => void) | undefined {
    const [first] = replies.size > 0 ? replies : cards;
    return first;
  }

  async function run(): Promise<void> {
    isRunning = true;
    for (let release = next(); release; release = next()) {
      const ms = history.waitMs(nowMs());
      if (ms > 0) {
        await delay(ms);
        continue;
      }
      history.count(nowMs());
      release();
    }
    isRunning = false;
  }

  return ({ isAnswer = false, signal }) => {
    signal?.throwIfAborted();
    const isFree = replies.size + cards.size === 0 && history.waitMs(nowMs()) === 0;
    if (isFree) {
      history.count(nowMs());
      return Promise.resolve();
    }
    const queue = isAnswer ? replies : cards;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leaveQueue = () => {
      queue.delete(onReleased);
      signal?.removeEventListener('abort', abort);
    };
    const onReleased = () => {
      leaveQueue();
      resolve();
    };
    const abort = () => {
      leaveQueue();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort);
    queue.add(onReleased);
    if (!isRunning) void run();
    return promise;
  };
}

type SendHistory = { waitMs(now: number): number; count(at: number): void };

/** A counted send that lies further in the future than this means that the clock was set back. */
const clockSetBackMs = 1_000;

/** Stores the times of as many sends as the largest limit needs. */
function createSendHistory(limits: readonly Limit[]): SendHistory {
  const maxStored = Math.max(0, ...limits.map((limit) => limit.count));
  let sends: number[] = [];
  return {
    waitMs(now) {
      if ((sends.at(-1) ?? 0) > now + clockSetBackMs) sends = [];
      return limits.reduce((longest, { count, withinMs }) => {
        const blocking = sends.at(-count);
        return blocking === undefined ? longest : Math.max(longest, blocking + withinMs - now);
      }, 0);
    },
    count(at) {
      sends.push(at);
      if (sends.length > 2 * maxStored) sends = sends.slice(sends.length - maxStored);
    },
  };
}
