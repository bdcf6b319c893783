/** Bounds what strangers can make us report: so many of one kind a minute, and then a count. */

/** Whether to tell of one more of this kind now. */
export type RateLimit = (kind: string) => boolean;

export type RateLimitOptions = {
  /** Of a kind in a minute. */
  readonly most: (kind: string) => number;
  /** Hears how many of a kind were left out in a minute, when that is over or the process ends. */
  readonly onLeftOut?: (kind: string, leftOut: number) => void;
  readonly nowMs?: () => number;
};

const minuteMs = 60_000;

type Spent = { untilMs: number; told: number; leftOut: number };

/** Each kind for itself. */
export function createRateLimit({
  most,
  onLeftOut,
  nowMs = monotonicMs,
}: RateLimitOptions): RateLimit {
  const spentOn = new Map<string, Spent>();
  const settle = (kind: string, spent: Spent) => {
    const { leftOut } = spent;
    spent.leftOut = 0;
    if (leftOut > 0) onLeftOut?.(kind, leftOut);
  };
  const settleAll = () => {
    for (const [kind, spent] of spentOn) settle(kind, spent);
  };
  // Before the log's own listener, which ends its writing.
  if (onLeftOut) process.prependOnceListener('exit', settleAll);

  return (kind) => {
    const spent = spentOn.get(kind) ?? { untilMs: 0, told: 0, leftOut: 0 };
    spentOn.set(kind, spent);
    const now = nowMs();
    if (now >= spent.untilMs) {
      settle(kind, spent);
      spent.untilMs = now + minuteMs;
      spent.told = 0;
    }
    if (spent.told < most(kind)) {
      spent.told += 1;
      return true;
    }
    spent.leftOut += 1;
    // The last of a flood is followed by nothing that could say how many there were.
    if (spent.leftOut === 1 && onLeftOut)
      setTimeout(() => settle(kind, spent), spent.untilMs - now).unref();
    return false;
  };
}

function monotonicMs(): number {
  return performance.now();
}
