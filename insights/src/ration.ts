/** Bounds what strangers can make us report: so many lines of one event a minute, and then a count. */

/** Whether to tell now, and how many were left out since the last that was told. */
export type Ration = (event: string) => { readonly isTold: boolean; readonly leftOut: number };

const minuteMs = 60_000;

type Spent = { untilMs: number; told: number; leftOut: number };

/** Each event for itself: at most `most` in a minute. */
export function createRation(most: number, nowMs: () => number): Ration {
  const spentOn = new Map<string, Spent>();
  return (event) => {
    const spent = spentOn.get(event) ?? { untilMs: 0, told: 0, leftOut: 0 };
    spentOn.set(event, spent);
    const now = nowMs();
    if (now >= spent.untilMs) {
      spent.untilMs = now + minuteMs;
      spent.told = 0;
    }
    const isTold = spent.told < most;
    if (!isTold) {
      spent.leftOut += 1;
      return { isTold, leftOut: 0 };
    }
    const { leftOut } = spent;
    spent.told += 1;
    spent.leftOut = 0;
    return { isTold, leftOut };
  };
}
