import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coalesceChanges, type Doubt } from './coalesceChanges.ts';

const gapMs = 300;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('gatherChanges', () => {
  it('refreshes immediately, then combines a burst into one more refresh', async () => {
    const refreshed: Doubt[] = [];
    const gather = coalesceChanges(async (doubt) => void refreshed.push(doubt), gapMs);
    gather(['room-1']);
    expect(refreshed).toEqual([new Set(['room-1'])]);
    for (const number of [2, 3, 2]) gather([`room-${number}`]);
    expect(refreshed).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(gapMs);
    expect(refreshed.slice(1)).toEqual([new Set(['room-2', 'room-3'])]);
  });

  it('combines a change of everything with changes of some rooms', async () => {
    const refreshed: Doubt[] = [];
    const gather = coalesceChanges(async (doubt) => void refreshed.push(doubt), gapMs);
    gather(['room-1']);
    gather('all');
    gather(['room-2']);
    await vi.advanceTimersByTimeAsync(gapMs);
    expect(refreshed.slice(1)).toEqual(['all']);
  });

  it('goes on after a refresh that failed', async () => {
    let calls = 0;
    const gather = coalesceChanges(() => {
      calls += 1;
      return Promise.reject(new Error('down'));
    }, gapMs);
    gather(['room-1']);
    await vi.advanceTimersByTimeAsync(gapMs);
    gather(['room-2']);
    expect(calls).toBe(2);
  });
});
