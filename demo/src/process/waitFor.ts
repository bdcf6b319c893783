/** Waiting for another process without sleeping for luck. */
import { setTimeout as pause } from 'node:timers/promises';

/** Resolves once `isTrue` answers true; throws `complaint` when it has not by the deadline. */
export async function waitFor(
  isTrue: () => Promise<boolean>,
  deadlineMs: number,
  complaint: string,
): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  while (!(await isTrue().catch(() => false))) {
    if (performance.now() > endMs) throw new Error(complaint);
    await pause(100);
  }
}

/** Whether somebody answers there with success. */
export async function isReachable(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.arrayBuffer();
  return response.ok;
}
