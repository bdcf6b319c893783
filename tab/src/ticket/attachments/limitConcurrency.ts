/** Limits how many slow tasks run at once: a browser has few connections to one server. */

/** Runs the task when a slot is free. A task whose signal was aborted while it waited never starts. */
export type Turns = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** First in, first out, with at most `limit` tasks at once. */
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
