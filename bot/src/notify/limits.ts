/** Keeps sends under Teams' limits: some a conversation, some for all of them together. */

/** At most `count` sends in any stretch of `withinMs`. */
export type Limit = { readonly count: number; readonly withinMs: number };
export type Limits = {
  readonly perConversation: readonly Limit[];
  readonly overall: readonly Limit[];
};

/** What Teams allows a bot: in one conversation, and in one tenant. */
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
  readonly delay: (ms: number) => Promise<void>;
};

export type Limiter = {
  /**
   * Resolves when one send in this conversation may go out, and counts it. At most one caller per
   * conversation at a time: the notifier's lanes see to that.
   */
  turn(conversationId: string): Promise<void>;
};

/** Makes a limiter that knows of no sends yet. */
export function createLimiter({ limits, nowMs, delay }: LimiterDeps): Limiter {
  const overall = createTrack(limits.overall, 600_000);
  const tracks = new Map<string, Track>();

  function trackOf(conversationId: string): Track {
    const track = tracks.get(conversationId) ?? createTrack(limits.perConversation, 1_000);
    tracks.set(conversationId, track);
    return track;
  }

  return {
    async turn(conversationId) {
      const track = trackOf(conversationId);
      for (let ms = track.waitMs(nowMs()); ms > 0; ms = track.waitMs(nowMs())) await delay(ms);
      // The overall turn is taken before it comes, so that conversations queue up fairly.
      const at = nowMs() + overall.waitMs(nowMs());
      overall.count(at);
      track.count(at);
      if (at > nowMs()) await delay(at - nowMs());
    },
  };
}

type Track = { waitMs(now: number): number; count(at: number): void };

/**
 * Remembers as many sends as the widest limit needs. Sends further ahead than a queue can be mean
 * that the clock was set back, so nothing is known of it any more.
 */
function createTrack(limits: readonly Limit[], aheadMs: number): Track {
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
