/** For tests: a clock that moves only when the test calls `pass`, with the delays that wait for it. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Creates a clock. Pass its `delay` and `nowMs` wherever code needs a clock. */
export function createHandClock() {
  let nowMs = 0;
  const waiting = new Set<{ readonly untilMs: number; readonly resume: () => void }>();

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
  }

  return {
    nowMs: () => nowMs,
    delay: (ms: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const timer = { untilMs: nowMs + ms, resume: resolve };
        waiting.add(timer);
        const abort = () => {
          waiting.delete(timer);
          reject(signal.reason);
        };
        signal.addEventListener('abort', abort, { once: true });
      }),
    /** Moves the time forward in steps of half a second, and resumes every delay that is due. */
    async pass(ms: number): Promise<void> {
      await settle();
      for (let passed = 0; passed < ms; passed += 500) {
        nowMs += Math.min(500, ms - passed);
        for (const timer of [...waiting]) {
          if (timer.untilMs > nowMs) continue;
          waiting.delete(timer);
          timer.resume();
        }
        await settle();
      }
    },
  };
}
export type HandClock = ReturnType<typeof createHandClock>;
