/** What the notifier does by the clock, without an event. */
import type { Notifier } from './notifier.ts';

const reconcileEveryMs = 10 * 60_000;
const tendEveryMs = 30_000;

/** Begins the rounds. Returns the way to stop. */
export function beginRounds(
  notifier: Pick<Notifier, 'reconcile' | 'tendConversations'>,
): () => void {
  const timers = [
    setInterval(() => notifier.reconcile(), reconcileEveryMs).unref(),
    setInterval(() => notifier.tendConversations(), tendEveryMs).unref(),
  ];
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
