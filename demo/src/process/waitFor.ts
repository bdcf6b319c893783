/** Waits for another process by polling a condition. */
import { setTimeout as pause } from 'node:timers/promises';

/** Resolves when `isTrue` returns true; throws `complaint` when this does not happen before the deadline. */
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

/** Whether a server responds at this URL with a success status. */
export async function isReachable(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.arrayBuffer();
  return response.ok;
}
