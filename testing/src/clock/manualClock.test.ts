import { describe, expect, it } from 'vitest';
import { clockStart, createManualClock, minute } from './manualClock.ts';

describe('the manual clock', () => {
  it('stands still until the test moves it', () => {
    const clock = createManualClock();
    expect(clock.now()).toBe(clockStart);
    clock.pass(minute);
    expect(clock.now()).toBe('2026-11-22T08:01:00.000Z');
    expect(clock.nowMs()).toBe(Date.parse(clock.now()));
  });

  it('rings the timers one after the other, and moves the time to each', async () => {
    const clock = createManualClock();
    const rung: string[] = [];
    const wait = async (name: string, ms: number) => {
      await clock.delay(ms);
      rung.push(`${name} at ${clock.now()}`);
    };
    const waits = [wait('second', 2_000), wait('first', 1_000)];
    expect(clock.ringNext()).toBe(true);
    await waits[1];
    expect(clock.ringNext()).toBe(true);
    await waits[0];
    expect(clock.ringNext()).toBe(false);
    expect(rung).toEqual([
      'first at 2026-11-22T08:00:01.000Z',
      'second at 2026-11-22T08:00:02.000Z',
    ]);
  });

  it('runs a repeated timer as often as the time allows', async () => {
    const clock = createManualClock();
    const ending = new AbortController();
    let times = 0;
    const repeated = (async () => {
      for (;;) {
        await clock.delay(1_000, ending.signal);
        times += 1;
      }
    })().catch(() => 'ended');
    await clock.run(3_000);
    expect(times).toBe(3);
    ending.abort();
    expect(await repeated).toBe('ended');
    await clock.run(3_000);
    expect(times).toBe(3);
  });

  it('rejects a wait whose signal is aborted already', async () => {
    const clock = createManualClock();
    await expect(clock.delay(1, AbortSignal.abort('over'))).rejects.toBe('over');
  });
});
