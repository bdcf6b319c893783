/** Queries the device. A query that fails or does not end affects only its own result. */
import { errorReason, type OnEvent } from '../log.ts';
import { noAnswer, type Wait, waitFor } from './wait.ts';

/** Runs a query; resolves to `fallback` when the query fails or has no result in time. Never rejects. */
export type QueryDevice = <T>(name: string, query: () => Promise<T>, fallback: T) => Promise<T>;

/** Longer than the time limit of each program, and short compared with the heartbeat interval. */
const defaultLimitMs = 60_000;

/** Creates the query function of one device. A query does not start again before it has ended. */
export function createQueryDevice(
  onEvent: OnEvent,
  limitMs = defaultLimitMs,
  wait: Wait = waitFor,
): QueryDevice {
  const open = new Set<string>();
  return async (name, query, fallback) => {
    if (open.has(name)) {
      onEvent('check.failed', { check: name, reason: 'the last query has not ended' });
      return fallback;
    }
    open.add(name);
    const answer = (async () => query())().finally(() => open.delete(name));
    const over = new AbortController();
    const limit = wait(limitMs, over.signal).then((): never => {
      throw new Error(noAnswer);
    });
    limit.catch(() => {});
    try {
      return await Promise.race([answer, limit]);
    } catch (error) {
      onEvent('check.failed', { check: name, reason: errorReason(error) });
      return fallback;
    } finally {
      over.abort();
    }
  };
}
