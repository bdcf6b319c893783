/**
 * Combines changes into few refreshes, one at a time, so that a burst neither overloads the server nor
 * delays the refresh.
 */
import type { RoomId } from '@rooms-pro/core';

/** The rooms that changed; `all` when everything may have changed. */
export type Doubt = ReadonlySet<RoomId> | 'all';

/** Adds changed rooms. While one refresh runs, further changes wait for the next one. */
export type Coalescer = (rooms: readonly RoomId[] | 'all') => void;

/** Calls `refresh` immediately for the first change, then at most once every `gapMs`. */
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
      // The page shows the failure of a refresh. The next change triggers another refresh.
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
