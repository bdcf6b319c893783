/** The clock in tests of the tab: it stands still, unless a test moves it. */
import { act } from '@testing-library/react';
import { vi } from 'vitest';
import { now } from './times.suite.ts';

/** From here on no timer runs by itself. Call it before the component is rendered. */
export function stopTimers(): void {
  vi.useFakeTimers({
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    now: Date.parse(now),
  });
}

/** Moves the time and runs the timers that are due; `stopTimers` comes first. */
export async function pass(ms: number): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
}
