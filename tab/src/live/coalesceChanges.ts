/** Gathers changes into few refreshes: one at a time, so that a burst can neither flood nor starve. */
import type { RoomId } from '@rooms-pro/core';

/** Which rooms changed; `all` when everything is in doubt. */
export type Doubt = ReadonlySet<RoomId> | 'all';

/** Takes what changed. While one refresh runs the rest waits and goes together in the next. */
export type Coalescer = (rooms: readonly RoomId[] | 'all') => void;

/** Calls `refresh` at once for the first change, then at most every `gapMs`. */
export function coalesceChanges(
  refresh: (doubt: Doubt) => Promise<void>,
  gapMs: number,
): Coalescer {
  let waiting: Set<RoomId> | 'all' | null = null;
  let isRunning = false;

  async function drain(): Promise<void> {
    isRunning = true;
    while (waiting) {
      const doubt = waiting;
      waiting = null;
      // A refresh that fails leaves its mark on the page; the next change asks again.
      await refresh(doubt).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, gapMs));
    }
    isRunning = false;
  }

  return (rooms) => {
    if (rooms === 'all' || waiting === 'all') waiting = 'all';
    else waiting = new Set([...(waiting ?? []), ...rooms]);
    if (!isRunning) void drain();
  };
}
