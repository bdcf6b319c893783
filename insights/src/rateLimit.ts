/** Limits reports that strangers can cause: a number of each kind per minute, and then only a count. */

/** Whether one more report of this kind is permitted now. */
export type RateLimit = (kind: string) => boolean;

export type RateLimitOptions = {
  /** The limit of a kind per minute. */
  readonly limit: (kind: string) => number;
  /** Receives the number of suppressed reports of a kind, after the minute or at the end of the process. */
  readonly onSuppressed?: (kind: string, suppressed: number) => void;
  readonly nowMs?: () => number;
};

const minuteMs = 60_000;

type Usage = { untilMs: number; accepted: number; suppressed: number };

/** Creates a rate limit that counts each kind separately. */
export function createRateLimit({
  limit,
  onSuppressed,
  nowMs = monotonicMs,
}: RateLimitOptions): RateLimit {
  const usageByKind = new Map<string, Usage>();
  const settle = (kind: string, usage: Usage) => {
    const { suppressed } = usage;
    usage.suppressed = 0;
    if (suppressed > 0) onSuppressed?.(kind, suppressed);
  };
  const settleAll = () => {
    for (const [kind, usage] of usageByKind) settle(kind, usage);
  };
  // Runs before the exit listener of the log, which ends the writing.
  if (onSuppressed) process.prependOnceListener('exit', settleAll);

  return (kind) => {
    const usage = usageByKind.get(kind) ?? { untilMs: 0, accepted: 0, suppressed: 0 };
    usageByKind.set(kind, usage);
    const now = nowMs();
    if (now >= usage.untilMs) {
      settle(kind, usage);
      usage.untilMs = now + minuteMs;
      usage.accepted = 0;
    }
    if (usage.accepted < limit(kind)) {
      usage.accepted += 1;
      return true;
    }
    usage.suppressed += 1;
    // A timer reports the number, because after a flood no further call may follow.
    if (usage.suppressed === 1 && onSuppressed)
      setTimeout(() => settle(kind, usage), usage.untilMs - now).unref();
    return false;
  };
}

function monotonicMs(): number {
  return performance.now();
}
