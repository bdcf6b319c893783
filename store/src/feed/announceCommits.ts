/** After each commit: who in this process wants to know (the room cache, the fleet, the notifier). */
import type { FeedEntry } from '../store.ts';

/** Tells each listener of each commit, in order; one that throws disturbs neither it nor the rest. */
export function createCommitAnnouncer(
  onListenerError: (error: unknown) => void = (error) =>
    process.emitWarning(error instanceof Error ? error : String(error)),
) {
  const listeners = new Set<(entry: FeedEntry) => void>();
  return {
    listen(listener: (entry: FeedEntry) => void): () => void {
      // A function of its own, so that listening twice means being told twice.
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
