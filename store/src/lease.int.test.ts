import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Lease, takeLease } from './lease.ts';
import { openSqliteStore, type SqliteStore } from './sqliteStore.ts';
import type { Store } from './store.ts';

let database: SqliteStore;
let nowMs: number;
let waiting: { untilMs: number; resume: () => void }[];
beforeEach(() => {
  database = openSqliteStore({ file: ':memory:' });
  nowMs = 0;
  waiting = [];
});
afterEach(() => database.close());

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    waiting.push({ untilMs: nowMs + ms, resume: resolve });
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  });
}

/** Lets time pass, a second at a time, and everything that waited for it run. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    nowMs += 1_000;
    const due = waiting.filter(({ untilMs }) => untilMs <= nowMs);
    waiting = waiting.filter(({ untilMs }) => untilMs > nowMs);
    for (const { resume } of due) resume();
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
  }
}

/** Asks for the lease; `got` once it is there. */
function ask(holder: string, store: Store = database) {
  const stopping = new AbortController();
  const { signal } = stopping;
  const asked = { got: null as Lease | null, isLost: false, stop: () => stopping.abort() };
  takeLease(store, 'sender', { holder, delay, nowMs: () => nowMs, signal }).then(
    (lease) => {
      asked.got = lease;
      void lease.lost.then(() => {
        asked.isLost = true;
      });
    },
    () => {},
  );
  return asked;
}

it('is held by one, and goes on as soon as it is released', async () => {
  const one = ask('one');
  await pass(1);
  const other = ask('other');
  await pass(120);
  expect([one.got !== null, other.got, one.isLost]).toEqual([true, null, false]);
  await one.got?.release();
  await pass(3);
  expect(other.got).not.toBeNull();
  expect(one.isLost).toBe(false);
});

it('is taken over from one that died, after half a minute', async () => {
  const one = ask('one', { ...database, putDocument: diesAfterFirst() });
  await pass(1);
  expect(one.got).not.toBeNull();
  const other = ask('other');
  await pass(25);
  expect(other.got).toBeNull();
  await pass(10);
  expect(other.got).not.toBeNull();
  // It gave up before anybody else could begin.
  expect(one.isLost).toBe(true);
});

it('is lost when the store insists for longer than the lease lasts', async () => {
  let writes = 0;
  const putDocument: Store['putDocument'] = (kind, id, value, ifMatch) => {
    writes += 1;
    return writes > 1 ? new Promise(() => {}) : database.putDocument(kind, id, value, ifMatch);
  };
  const one = ask('one', { ...database, putDocument });
  await pass(19);
  expect(one.isLost).toBe(false);
  await pass(3);
  expect(one.isLost).toBe(true);
});

it('is lost when somebody else has written it', async () => {
  const one = ask('one');
  await pass(1);
  await database.putDocument('setting', 'sender', { holder: 'thief', turn: 0 });
  await pass(11);
  expect(one.isLost).toBe(true);
  await one.got?.release();
  expect(await database.document('setting', 'sender')).not.toBeNull();
});

it('is no longer waited for once that is called off', async () => {
  const one = ask('one');
  await pass(1);
  const other = ask('other');
  await pass(1);
  other.stop();
  await one.got?.release();
  await pass(60);
  expect(other.got).toBeNull();
});

/** A store's way to write that works once: the process has lost its network after that. */
function diesAfterFirst(): Store['putDocument'] {
  let writes = 0;
  return (kind, id, value, ifMatch) => {
    writes += 1;
    if (writes > 1) return Promise.reject(new Error('no network'));
    return database.putDocument(kind, id, value, ifMatch);
  };
}
