/** Timers for the periodic work of the notifier. */
import type { Notifier } from './notifier.ts';

const reconcileEveryMs = 10 * 60_000;
const maintainEveryMs = 30_000;

/** Starts the timers. Returns a function that stops them. */
export function beginRounds(
  notifier: Pick<Notifier, 'reconcile' | 'tendConversations'>,
): () => void {
  const timers = [
    setInterval(() => notifier.reconcile(), reconcileEveryMs).unref(),
    setInterval(() => notifier.tendConversations(), maintainEveryMs).unref(),
  ];
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
