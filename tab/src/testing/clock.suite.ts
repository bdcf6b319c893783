/** The clock in tests of the tab: it does not run unless a test moves it. */
import { act } from '@testing-library/react';
import { vi } from 'vitest';
import { now } from './times.suite.ts';

/** Stops all timers. Call it before the component is rendered. */
export function stopTimers(): void {
  vi.useFakeTimers({
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    now: Date.parse(now),
  });
}

/** Moves the time and runs the due timers. Requires `stopTimers` first. */
export async function pass(ms: number): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
}
