/** The clock of every test: the test moves the time, and the code under test waits for it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Instant, toInstant } from '@rooms-pro/core';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** The time at which a clock begins when the test does not choose another time. */
export const clockStart: Instant = '2026-11-22T08:00:00.000Z';

/** `run` moves the time in steps of this length, so that repeated timers ring in their order. */
const stepMs = 500;

type Timer = { readonly atMs: number; readonly ring: () => void };

/** Creates a clock that stands still until the test moves it. */
export function createManualClock(start: Instant = clockStart) {
  let nowMs = Date.parse(start);
  let instant = start;
  const timers = new Set<Timer>();

  function moveTo(ms: number): void {
    nowMs = ms;
    instant = toInstant(ms);
  }

  function ring(timer: Timer): void {
    timers.delete(timer);
    timer.ring();
  }

  return {
    now: (): Instant => instant,
    nowMs: () => nowMs,
    /** Resolves when the test has moved the clock this far. Rejects when the signal aborts. */
    delay: (ms: number, signal?: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const timer = { atMs: nowMs + ms, ring: resolve };
        timers.add(timer);
        const cancel = () => {
          timers.delete(timer);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', cancel, { once: true });
      }),
    /** Moves the time only. A timer that is due rings at the next call of `ringNext` or `run`. */
    pass(ms: number): void {
      moveTo(nowMs + ms);
    },
    /** Moves the time to the next timer and rings it. Returns `false` when no timer waits. */
    ringNext(): boolean {
      const [next] = [...timers].sort((one, other) => one.atMs - other.atMs);
      if (!next) return false;
      moveTo(Math.max(nowMs, next.atMs));
      ring(next);
      return true;
    },
    /** Moves the time, rings each timer that becomes due, and lets the code that waits continue. */
    async run(ms: number): Promise<void> {
      await runPending();
      for (let passedMs = 0; passedMs < ms; passedMs += stepMs) {
        moveTo(nowMs + Math.min(stepMs, ms - passedMs));
        for (const timer of [...timers]) if (timer.atMs <= nowMs) ring(timer);
        await runPending();
      }
    },
  };
}
export type ManualClock = ReturnType<typeof createManualClock>;

/** Runs the promises and the I/O that are pending. */
async function runPending(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
}

/** Creates a clock for tests with real network requests: it shows the real time plus what the test adds. */
export function createShiftedClock() {
  let aheadMs = 0;
  return {
    now: (): Instant => toInstant(Date.now() + aheadMs),
    pass(ms: number): void {
      aheadMs += ms;
    },
  };
}
export type ShiftedClock = ReturnType<typeof createShiftedClock>;
