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

/** Asks for the lease, in a process with a clock of its own. */
function contend(holder: string, store: Store = database, own = clock) {
  const told: string[] = [];
  const { isHeld, release } = contendForLease(store, 'sender', {
    ...own,
    holder,
    onGain: () => told.push('gain'),
    onLoss: async () => {
      // Whoever loses it knows that before it is told.
      told.push(isHeld() ? 'release' : 'loss');
    },
  });
  return { isHeld, release, told };
}

/** Seconds until something is so. */
async function secondsUntil(isSo: () => boolean): Promise<number> {
  for (let seconds = 0; seconds < 120; seconds += 0.5) {
    if (isSo()) return seconds;
    await clock.run(500);
  }
  throw new Error('It never came to be so.');
}

/** A process whose writes of documents can be made to fail, or to fail when all is over. */
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

it('is held at once where nobody holds it, by one only, and for as long as it is wanted', async () => {
  const one = contend('one');
  await clock.run(500);
  const other = contend('other');
  await clock.run(120_000);
  expect([one.isHeld(), one.told]).toEqual([true, ['gain']]);
  expect([other.isHeld(), other.told]).toEqual([false, []]);
  await Promise.all([one.release(), other.release()]);
});

it('goes over within a look when it is given back, after the holder’s part has ended', async () => {
  const one = contend('one');
  await clock.run(500);
  const other = contend('other');
  await clock.run(7_000);
  await one.release();
  expect([one.isHeld(), one.told]).toEqual([false, ['gain', 'release']]);
  expect(await secondsUntil(other.isHeld)).toBeLessThanOrEqual(5.5);
  await other.release();
});

it('is taken over within half a minute from one that was killed', async () => {
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

it('is given up before anybody else may begin, whether the store fails or hangs', async () => {
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
    expect([both, one.isHeld(), one.told]).toEqual([0, false, ['gain', 'loss']]);
    expect(seconds).toBeLessThan(22);
    now('works');
    await clock.run(60_000);
    expect([one.isHeld(), other.isHeld()]).toEqual([false, true]);
    await Promise.all([one.release(), other.release()]);
  }
});

it('is not held by one that stood still, even before it notices', async () => {
  const still = createManualClock();
  const one = contend('one', database, still);
  await clock.run(500);
  const other = contend('other');
  await clock.run(30_000);
  expect(other.isHeld()).toBe(true);
  // Its clock runs again: it tries to renew and is told.
  await still.run(5_500);
  expect([one.isHeld(), one.told]).toEqual([false, ['gain', 'loss']]);
  await Promise.all([one.release(), other.release()]);
});

it('is held again after a moment without the store, when nobody took it', async () => {
  const { store, now } = shaky(processOn(database));
  const one = contend('one', store);
  await clock.run(500);
  now('fails');
  await clock.run(8_000);
  now('works');
  await clock.run(60_000);
  expect([one.isHeld(), one.told]).toEqual([true, ['gain']]);
  now('hangs');
  await clock.run(20_000);
  expect([one.isHeld(), one.told]).toEqual([false, ['gain', 'loss']]);
  now('works');
  await one.release();
});
