/** Keeps a number of slow tasks from running all at once: a browser has few lines to one server. */

/** Runs the task when it is its turn; one whose signal was aborted while it waited never starts. */
export type Turns = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** First come, first served, `limit` at a time. */
export function limitConcurrency(limit: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;

  function next(): void {
    while (running < limit) {
      const start = waiting.shift();
      if (!start) return;
      running += 1;
      start();
    }
  }

  return async (task, signal) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      next();
    });
    try {
      signal.throwIfAborted();
      return await task();
    } finally {
      running -= 1;
      next();
    }
  };
}
