import { describe, expect, it } from 'vitest';
import {
  backOffMs,
  coalesce,
  createQueues,
  eachBounded,
  inTurn,
  keepResult,
  retry,
  singleFlight,
  within,
} from './index.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('singleFlight', () => {
  it('runs once for calls at the same time, and again for a call after the end', async () => {
    let runs = 0;
    const call = singleFlight(async () => {
      runs += 1;
      await nextTurn();
      return runs;
    });
    const first = call();
    expect(call.running()).toBe(first);
    expect(await Promise.all([first, call()])).toEqual([1, 1]);
    expect(call.running()).toBeNull();
    expect(await call()).toBe(2);
  });

  it('passes a failure to all callers, and runs again for the next call', async () => {
    let runs = 0;
    const call = singleFlight(async () => {
      runs += 1;
      if (runs === 1) throw new Error('first');
      return runs;
    });
    const results = await Promise.allSettled([call(), call()]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await call()).toBe(2);
  });
});

describe('keepResult', () => {
  it('keeps a result until it is forgotten, and no failure', async () => {
    const outcomes = [new Error('closed'), 'one', 'two'];
    const open = keepResult(async () => {
      const next = outcomes.shift();
      if (next instanceof Error) throw next;
      return next;
    });
    expect(open.peek()).toBeNull();
    await expect(open()).rejects.toThrow('closed');
    expect(open.peek()).toBeNull();
    expect([await open(), await open(), await open.peek()]).toEqual(['one', 'one', 'one']);
    open.forget();
    expect(await open()).toBe('two');
  });

  it('does not keep a result that was forgotten before it arrived', async () => {
    let opened = 0;
    const open = keepResult(async () => {
      opened += 1;
      await nextTurn();
      return opened;
    });
    const early = open();
    open.forget();
    expect(open.peek()).toBeNull();
    expect([await open(), await early]).toEqual([2, 2]);
  });
});

describe('queues', () => {
  it('run the work of one key in order, also after a failure, and other keys at the same time', async () => {
    const queues = createQueues<string>();
    const events: string[] = [];
    const work = (name: string) => async () => {
      events.push(`${name} starts`);
      await nextTurn();
      events.push(`${name} ends`);
      if (name === 'a1') throw new Error('a1');
      return name;
    };
    const failed = expect(queues.run('a', work('a1'))).rejects.toThrow('a1');
    const rest = Promise.all([queues.run('a', work('a2')), queues.run('b', work('b1'))]);
    expect([queues.size('a'), queues.size('b'), queues.size('c')]).toEqual([2, 1, 0]);
    await failed;
    expect(await rest).toEqual(['a2', 'b1']);
    await queues.idle();
    expect(queues.size('a')).toBe(0);
    expect(events.indexOf('a2 starts')).toBeGreaterThan(events.indexOf('a1 ends'));
    expect(events.indexOf('b1 starts')).toBeLessThan(events.indexOf('a1 ends'));
  });

  it('inTurn runs everything one after another', async () => {
    const run = inTurn();
    let running = 0;
    const work = async () => {
      running += 1;
      const now = running;
      await nextTurn();
      running -= 1;
      return now;
    };
    expect(await Promise.all([run(work), run(work), run(work)])).toEqual([1, 1, 1]);
  });
});

describe('coalesce', () => {
  it('passes the items that arrive during a call to the next call, each with its own result', async () => {
    const calls: (readonly number[])[] = [];
    const double = coalesce(async (items: readonly number[]) => {
      calls.push([...items]);
      await nextTurn();
      return items.map((item) => item * 2);
    });
    const first = double(1);
    await Promise.resolve();
    await Promise.resolve();
    const others = [double(2), double(3)];
    expect(await Promise.all([first, ...others])).toEqual([2, 4, 6]);
    expect(calls).toEqual([[1], [2, 3]]);
  });

  it('passes a failure to the items of that call only', async () => {
    const handle = coalesce(async (items: readonly string[]) => {
      await nextTurn();
      if (items.includes('bad')) throw new Error('bad');
      return items;
    });
    await expect(handle('bad')).rejects.toThrow('bad');
    expect(await handle('good')).toBe('good');
  });
});

describe('eachBounded', () => {
  it('processes all items, never more than the limit at the same time', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await eachBounded([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      done.push(item);
    });
    expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  it('starts nothing after a failure, and waits for the running work', async () => {
    const ended: number[] = [];
    const work = eachBounded([1, 2, 3, 4], 2, async (item) => {
      if (item === 1) throw new Error('one');
      await new Promise((resolve) => setImmediate(resolve));
      ended.push(item);
    });
    await expect(work).rejects.toThrow('one');
    expect(ended).toEqual([2]);
  });
});

describe('within', () => {
  it('returns the result in time, `null` when it is late, and the failure', async () => {
    expect(await within(10_000, Promise.resolve('here'))).toBe('here');
    expect(await within(0, new Promise(() => {}))).toBeNull();
    await expect(within(10_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});

describe('retry', () => {
  it('waits between attempts until one succeeds', async () => {
    const waits: number[] = [];
    let left = 3;
    const attempt = async () => {
      left -= 1;
      if (left > 0) throw new Error('not yet');
      return 'done';
    };
    const waitMs = (_: unknown, failures: number) =>
      backOffMs({ firstMs: 10, longestMs: 15 }, failures);
    const delay = async (ms: number) => waits.push(ms);
    expect(await retry(attempt, { waitMs, delay })).toBe('done');
    expect(waits).toEqual([10, 15]);
  });

  it('throws the error when no further attempt is wanted, or when the wait is aborted', async () => {
    const attempt = () => Promise.reject(new Error('broken'));
    const never = { waitMs: () => null, delay: async () => {} };
    await expect(retry(attempt, never)).rejects.toThrow('broken');
    const aborted = { waitMs: () => 1, delay: () => Promise.reject(new Error('aborted')) };
    await expect(retry(attempt, aborted)).rejects.toThrow('aborted');
  });
});

describe('backOffMs', () => {
  it('doubles up to the longest wait, for any number of failures', () => {
    const limits = { firstMs: 1_000, longestMs: 60_000 };
    const waits = [1, 2, 3, 6, 7, 5_000].map((failures) => backOffMs(limits, failures));
    expect(waits).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
  });

  it('is shorter by up to a half with a random number', () => {
    const limits = { firstMs: 1_000, longestMs: 60_000 };
    expect([0, 0.5, 1].map((random) => backOffMs(limits, 2, random))).toEqual([
      1_000, 1_500, 2_000,
    ]);
  });
});
