/** Questions to the device: one that fails or does not end costs its own answer and nothing else. */
import { type OnEvent, reasonOf } from '../log.ts';
import { noAnswer, type Wait, waitFor } from './wait.ts';

/** Asks; resolves to `otherwise` when no answer comes in time. Never rejects. */
export type Ask = <T>(what: string, how: () => Promise<T>, otherwise: T) => Promise<T>;

/** Longer than each program may take, and short beside the time between two beats. */
const longestMs = 60_000;

/** Makes the questions of one device. The same question is not asked again before it has ended. */
export function createAsk(onEvent: OnEvent, limitMs = longestMs, wait: Wait = waitFor): Ask {
  const open = new Set<string>();
  return async (what, how, otherwise) => {
    if (open.has(what)) {
      onEvent('check.failed', { check: what, reason: 'the last look has not ended' });
      return otherwise;
    }
    open.add(what);
    const answer = (async () => how())().finally(() => open.delete(what));
    const over = new AbortController();
    const limit = wait(limitMs, over.signal).then((): never => {
      throw new Error(noAnswer);
    });
    limit.catch(() => {});
    try {
      return await Promise.race([answer, limit]);
    } catch (error) {
      onEvent('check.failed', { check: what, reason: reasonOf(error) });
      return otherwise;
    } finally {
      over.abort();
    }
  };
}
