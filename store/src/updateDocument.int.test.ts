import { createManualClock } from '@rooms-pro/testing/clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchSignal } from './feed/changeSignal.ts';
import { processOn } from './processOn.suite.ts';
import { isUnreadable } from './quarantine/quarantine.ts';
import { openSqliteStore, type SqliteStore } from './sqlite/sqliteStore.ts';
import type { Store } from './store.ts';
import { openDocument, updateDocument } from './updateDocument.ts';

type Counter = { readonly next: number };
const increment = (counter: Counter | null) => {
  const next = (counter?.next ?? 0) + 1;
  return { put: { next }, answer: next };
};

let store: SqliteStore;
beforeEach(() => {
  store = openSqliteStore({ file: ':memory:' });
});
afterEach(() => store.close());

const stored = async () => (await store.document<Counter>('counter', 'a'))?.value.next;

/** The store as another process sees it, with its calls; `before` runs before each write. */
function observed(before: () => Promise<unknown> = async () => null) {
  const calls: string[] = [];
  const process: Store = {
    ...store,
    document(kind, id) {
      calls.push('read');
      return store.document(kind, id);
    },
    async putDocument(...written) {
      calls.push('write');
      await before();
      return store.putDocument(...written);
    },
  };
  return { process, calls };
}

describe('updateDocument', () => {
  it('creates, changes and removes a document', async () => {
    const created = await updateDocument(store, 'counter', 'a', increment);
    expect(created).toMatchObject({ answer: 1, isWritten: true, stored: { value: { next: 1 } } });
    const changed = await updateDocument(store, 'counter', 'a', increment);
    expect(changed.stored).toEqual(await store.document('counter', 'a'));
    const remove = () => ({ remove: true, answer: 'gone' }) as const;
    expect(await updateDocument(store, 'counter', 'a', remove)).toEqual({
      answer: 'gone',
      stored: null,
      isWritten: true,
    });
    expect(await store.document('counter', 'a')).toBeNull();
  });

  it('writes nothing for a change of nothing, and returns the document', async () => {
    const { process, calls } = observed();
    const look = (counter: Counter | null) => ({ put: null, answer: counter?.next ?? 'none' });
    expect(await updateDocument(process, 'counter', 'a', look)).toEqual({
      answer: 'none',
      stored: null,
      isWritten: false,
    });
    await store.putDocument('counter', 'a', { next: 7 });
    const { answer, stored: found } = await updateDocument(process, 'counter', 'a', look);
    expect([answer, found?.value]).toEqual([7, { next: 7 }]);
    expect(calls).toEqual(['read', 'read']);
  });

  it('loses no change when several processes change a document at the same time', async () => {
    const processes = [processOn(store), processOn(store), processOn(store)];
    const updates = Array.from({ length: 30 }, (_, n) =>
      updateDocument(processes[n % 3] as Store, 'counter', 'a', increment),
    );
    const answers = (await Promise.all(updates)).map(({ answer }) => answer);
    expect(new Set(answers).size).toBe(30);
    expect(await stored()).toBe(30);
  });

  it('races with no other update of its own process, however many there are', async () => {
    const { process, calls } = observed();
    await Promise.all(
      Array.from({ length: 100 }, () => updateDocument(process, 'counter', 'a', increment)),
    );
    expect(await stored()).toBe(100);
    expect(calls.filter((call) => call === 'write')).toHaveLength(100);
  });

  it('runs the change again when another process wrote in between, also before a removal', async () => {
    let left = 1;
    const other = async () => {
      left -= 1;
      if (left >= 0) await store.putDocument('counter', 'a', { next: 10 });
    };
    const { process } = observed(other);
    expect((await updateDocument(process, 'counter', 'a', increment)).answer).toBe(11);
    const stale = { value: { next: 0 }, etag: 'stale' };
    const seen: unknown[] = [];
    const remove = (counter: Counter | null) => {
      seen.push(counter?.next);
      return { remove: true, answer: null } as const;
    };
    await updateDocument(process, 'counter', 'a', remove, { known: () => stale });
    expect([seen, await stored()]).toEqual([[0, 11], undefined]);
  });

  it('throws the store’s own error when other processes win every race', async () => {
    const other = () => updateDocument(store, 'counter', 'a', increment);
    const { process } = observed(other);
    const updating = updateDocument(process, 'counter', 'a', increment, { maxRaces: 3 });
    await expect(updating).rejects.toMatchObject({ code: 'contended', retryable: true });
    expect(await stored()).toBe(3);
  });

  it('does not read when the caller has the latest version, and reads once when it is stale', async () => {
    const { process, calls } = observed();
    const first = await updateDocument(process, 'counter', 'a', increment, { known: () => null });
    const second = await updateDocument(process, 'counter', 'a', increment, {
      known: () => first.stored,
    });
    expect([second.answer, calls]).toEqual([2, ['write', 'write']]);
    const late = await updateDocument(process, 'counter', 'a', increment, {
      known: () => first.stored,
    });
    expect([late.answer, calls.slice(2)]).toEqual([3, ['write', 'read', 'write']]);
  });

  it('does not change a document in quarantine, unless it may replace it', async () => {
    await store.putDocument('counter', 'a', { next: 'many' });
    const error = await updateDocument(store, 'counter', 'a', increment).catch((one) => one);
    expect(isUnreadable(error)).toBe(true);
    expect(await stored().catch(() => 'unreadable')).toBe('unreadable');
    await updateDocument(store, 'counter', 'a', increment, { replacesUnreadable: true });
    expect(await stored()).toBe(1);
  });

  it('continues with the next update after a change that throws', async () => {
    const broken = updateDocument(store, 'counter', 'a', () => {
      throw new Error('a bug');
    });
    const next = updateDocument(store, 'counter', 'a', increment);
    await expect(broken).rejects.toThrow('a bug');
    expect((await next).answer).toBe(1);
  });
});

describe('openDocument', () => {
  const options = (faults: string[] = []) => ({
    initial: { next: 0 },
    parse(value: unknown) {
      const { next } = value as Counter;
      return next < 100 ? { value: { next } } : { fault: 'too many' };
    },
    onFault: (reason: string) => void faults.push(reason),
  });
  const open = (process: Store, faults?: string[]) =>
    openDocument<Counter>(process, 'counter', 'a', options(faults));

  it('has the initial value until it is loaded, and reports each change', async () => {
    const document = open(store);
    let changes = 0;
    const stop = document.onChange(() => {
      changes += 1;
    });
    expect([document.current(), await document.load()]).toEqual([
      { value: { next: 0 }, etag: null },
      false,
    ]);
    expect(await document.update(increment)).toBe(1);
    await store.putDocument('counter', 'a', { next: 5 });
    expect([await document.load(), await document.load(), changes]).toEqual([true, false, 2]);
    await store.deleteDocument('counter', 'a');
    expect([await document.load(), document.current().value.next]).toEqual([true, 0]);
    stop();
    await document.update(increment);
    expect(changes).toBe(3);
  });

  it('changes the latest version, and passes its etag to the change', async () => {
    const [one, other] = [open(processOn(store)), open(processOn(store))];
    await one.update(increment);
    expect(await other.update(increment)).toBe(2);
    expect(await one.update(increment)).toBe(3);
    const unlessChanged = (value: Counter, etag: string | null) =>
      etag === other.current().etag
        ? { put: { next: value.next + 1 }, answer: 'done' }
        : { put: null, answer: 'changed' };
    const attempts = [await one.update(unlessChanged), await other.update(unlessChanged)];
    expect([attempts, await stored()]).toEqual([['changed', 'changed'], 3]);
  });

  it('keeps its value when the stored one is unusable or in quarantine', async () => {
    const faults: string[] = [];
    const document = open(store, faults);
    await document.update(increment);
    await store.putDocument('counter', 'a', { next: 100 });
    expect([await document.load(), document.current().value]).toEqual([false, { next: 1 }]);
    await expect(document.update(increment)).rejects.toMatchObject({ code: 'unreadable' });
    await store.putDocument('counter', 'a', { next: 'many' });
    expect(await document.load()).toBe(false);
    await expect(document.update(increment)).rejects.toMatchObject({ code: 'unreadable' });
    expect(faults[0]).toBe('too many');
    expect(faults.slice(1)).toEqual([
      expect.stringContaining('quarantine'),
      expect.stringContaining('quarantine'),
    ]);
  });

  it('watches the changes of other processes until it is stopped', async () => {
    const clock = createManualClock();
    const errors: unknown[] = [];
    const reader = processOn(store);
    const document = open(reader);
    const watch = document.watch({
      ...clock,
      hasChanged: watchSignal(reader, 'people', 3_000),
      reloadsEveryMs: 60_000,
      onError: (error) => errors.push(error),
    });
    const value = () => document.current().value.next;
    await clock.run(3_000);
    await store.putDocument('counter', 'a', { next: 1 });
    await clock.run(6_000);
    expect(value()).toBe(0);
    await store.putDocument('setting', 'people', { latest: clock.now() });
    await clock.run(3_000);
    expect(value()).toBe(1);
    await store.putDocument('counter', 'a', { next: 2 });
    await clock.run(60_000);
    expect([value(), errors]).toEqual([2, []]);
    watch.stop();
    await store.putDocument('counter', 'a', { next: 3 });
    await clock.run(180_000);
    expect(value()).toBe(2);
  });
});
