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
  const takeOverallTurn = createQueue(createTrack(limits.overall), nowMs, delay);
  const tracks = new Map<string, Track>();

  function trackOf(conversationId: string): Track {
    const track = tracks.get(conversationId) ?? createTrack(limits.perConversation);
    tracks.set(conversationId, track);
    return track;
  }

  return {
    async turn(conversationId, turn = {}) {
      const track = trackOf(conversationId);
      do {
        for (let ms = track.waitMs(nowMs()); ms > 0; ms = track.waitMs(nowMs())) {
          await delay(ms, turn.signal);
        }
        await takeOverallTurn(turn);
        // In the meantime, another send may have started in this conversation.
      } while (track.waitMs(nowMs()) > 0);
      track.count(nowMs());
    },
  };
}

/** The queue that all conversations share: first in, first out, but replies come before cards. */
function createQueue(
  track: Track,
  nowMs: () => number,
  delay: LimiterDeps['delay'],
): (turn: Turn) => Promise<void> {
  const answers = new Set<() => void>();
  const cards = new Set<() => void>();
  let isServing = false;

  /** The next waiting send; `undefined` when the queue is empty. */
  function next(): (() => void) | undefined {
    const [first] = answers.size > 0 ? answers : cards;
    return first;
  }

  async function serve(): Promise<void> {
    isServing = true;
    for (let grant = next(); grant; grant = next()) {
      const ms = track.waitMs(nowMs());
      if (ms > 0) {
        await delay(ms);
        continue;
      }
      track.count(nowMs());
      grant();
    }
    isServing = false;
  }

  return ({ isAnswer = false, signal }) => {
    signal?.throwIfAborted();
    const isFree = answers.size + cards.size === 0 && track.waitMs(nowMs()) === 0;
    if (isFree) {
      track.count(nowMs());
      return Promise.resolve();
    }
    const queue = isAnswer ? answers : cards;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      queue.delete(granted);
      signal?.removeEventListener('abort', abort);
    };
    const granted = () => {
      leave();
      resolve();
    };
    const abort = () => {
      leave();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort);
    queue.add(granted);
    if (!isServing) void serve();
    return promise;
  };
}

type Track = { waitMs(now: number): number; count(at: number): void };

/** A counted send that lies further in the future than this means that the clock was set back. */
const aheadMs = 1_000;

/** Stores the times of as many sends as the largest limit needs. */
function createTrack(limits: readonly Limit[]): Track {
  const kept = Math.max(0, ...limits.map((limit) => limit.count));
  let sends: number[] = [];
  return {
    waitMs(now) {
      if ((sends.at(-1) ?? 0) > now + aheadMs) sends = [];
      return limits.reduce((longest, { count, withinMs }) => {
        const blocking = sends.at(-count);
        return blocking === undefined ? longest : Math.max(longest, blocking + withinMs - now);
      }, 0);
    },
    count(at) {
      sends.push(at);
      if (sends.length > 2 * kept) sends = sends.slice(sends.length - kept);
    },
  };
}
