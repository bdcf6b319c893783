/** Calls the listeners of this process (the room cache, the fleet, the notifier) after each commit. */
import type { FeedEntry } from '../store.ts';

/** Calls each listener for each commit, in order. A listener that throws stops neither the commit nor the others. */
export function createCommitAnnouncer(
  onListenerError: (error: unknown) => void = (error) =>
    process.emitWarning(error instanceof Error ? error : String(error)),
) {
  const listeners = new Set<(entry: FeedEntry) => void>();
  return {
    listen(listener: (entry: FeedEntry) => void): () => void {
      // A new function per call, so that a listener that was added twice runs twice.
      const own = (entry: FeedEntry) => listener(entry);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    announce(entry: FeedEntry): void {
      for (const listener of [...listeners]) {
        try {
          listener(entry);
        } catch (error) {
          onListenerError(error);
        }
      }
    },
  };
}
