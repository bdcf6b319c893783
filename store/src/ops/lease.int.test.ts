import { createManualClock, type ManualClock } from '@rooms-pro/testing/clock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Process, processOn } from '../processOn.suite.ts';
import { openSqliteStore, type SqliteStore } from '../sqlite/sqliteStore.ts';
import type { Store } from '../store.ts';
import { contendForLease } from './lease.ts';

let database: SqliteStore;
let clock: ManualClock;
beforeEach(() => {
  database = openSqliteStore({ file: ':memory:' });
  clock = createManualClock();
});
afterEach(() => database.close());

/** Contends for the lease, in a process with a separate clock. */
function contend(holder: string, store: Store = database, own = clock) {
  const calls: string[] = [];
  const { isHeld, release } = contendForLease(store, 'sender', {
    ...own,
    holder,
    onGain: () => calls.push('gain'),
    onLoss: async () => {
      // `isHeld` is already false when `onLoss` runs.
      calls.push(isHeld() ? 'release' : 'loss');
    },
  });
  return { isHeld, release, calls };
}

/** Seconds until the condition is true. */
async function secondsUntil(isSo: () => boolean): Promise<number> {
  for (let seconds = 0; seconds < 120; seconds += 0.5) {
    if (isSo()) return seconds;
    await clock.run(500);
  }
  throw new Error('The condition never became true.');
}

/** A process whose document writes the test can make fail, at once or at the end of the test. */
function shaky(process: Process) {
  let how: 'works' | 'fails' | 'hangs' = 'works';
  let hanging = Promise.withResolvers<never>();
  const putDocument: Store['putDocument'] = async (...written) => {
    if (how === 'fails') throw new Error('no network');
    if (how === 'hangs') return hanging.promise;
    return process.putDocument(...written);
  };
  return {
    store: { ...process, putDocument },
    now(next: typeof how) {
      if (how === 'hangs') hanging.reject(new Error('gave up'));
      hanging = Promise.withResolvers();
      how = next;
    },
  };
}

it('goes to one process at once when it is free, and stays there until the release', async () => {
  const one = contend('one');
  await clock.run(500);
  const other = contend('other');
  await clock.run(120_000);
  expect([one.isHeld(), one.calls]).toEqual([true, ['gain']]);
  expect([other.isHeld(), other.calls]).toEqual([false, []]);
  await Promise.all([one.release(), other.release()]);
});

it('moves within one read after a release, when the work of the holder has ended', async () => {
  const one = contend('one');
  await clock.run(500);
  const other = contend('other');
  await clock.run(7_000);
  await one.release();
  expect([one.isHeld(), one.calls]).toEqual([false, ['gain', 'release']]);
  expect(await secondsUntil(other.isHeld)).toBeLessThanOrEqual(5.5);
  await other.release();
});

it('moves within half a minute from a killed process', async () => {
  for (const lived of [500, 3_000, 4_500, 7_500]) {
    const process = processOn(database);
    const one = contend('one', process);
    await clock.run(500);
    expect(one.isHeld()).toBe(true);
    const other = contend('other');
    await clock.run(lived);
    process.die();
    const seconds = await secondsUntil(other.isHeld);
    expect(seconds).toBeGreaterThan(10);
    expect(seconds).toBeLessThan(22);
    expect(one.isHeld()).toBe(false);
    await other.release();
  }
});

it('ends before another process may start, whether the store fails or hangs', async () => {
  for (const how of ['fails', 'hangs'] as const) {
    const { store, now } = shaky(processOn(database));
    const one = contend('one', store);
    await clock.run(500);
    const other = contend('other');
    await clock.run(6_000);
    now(how);
    let both = 0;
    const seconds = await secondsUntil(() => {
      if (one.isHeld() && other.isHeld()) both += 1;
      return other.isHeld();
    });
    expect([both, one.isHeld(), one.calls]).toEqual([0, false, ['gain', 'loss']]);
    expect(seconds).toBeLessThan(22);
    now('works');
    await clock.run(60_000);
    expect([one.isHeld(), other.isHeld()]).toEqual([false, true]);
    await Promise.all([one.release(), other.release()]);
  }
});

it('is not held by a paused process, even before the process notices', async () => {
  const still = createManualClock();
  const one = contend('one', database, still);
  await clock.run(500);
  const other = contend('other');
  await clock.run(30_000);
  expect(other.isHeld()).toBe(true);
  // Its clock runs again: it tries to renew, and `onLoss` runs.
  await still.run(5_500);
  expect([one.isHeld(), one.calls]).toEqual([false, ['gain', 'loss']]);
  await Promise.all([one.release(), other.release()]);
});

it('is held again after a short failure of the store, when no other process took it', async () => {
  const { store, now } = shaky(processOn(database));
  const one = contend('one', store);
  await clock.run(500);
  now('fails');
  await clock.run(8_000);
  now('works');
  await clock.run(60_000);
  expect([one.isHeld(), one.calls]).toEqual([true, ['gain']]);
  now('hangs');
  await clock.run(20_000);
  expect([one.isHeld(), one.calls]).toEqual([false, ['gain', 'loss']]);
  now('works');
  await one.release();
});
