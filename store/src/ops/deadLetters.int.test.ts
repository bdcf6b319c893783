import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqliteStore } from '../sqlite/sqliteStore.ts';
import type { Store } from '../store.ts';
import {
  type DeadLetter,
  type DeadLetterStore,
  listDeadLetters,
  maxDeadLetters,
  openDeadLetters,
  removeDeadLetter,
} from './deadLetters.ts';

let store: Store;
let shelf: DeadLetterStore;
beforeEach(() => {
  store = openSqliteStore({ file: ':memory:' });
  shelf = openDeadLetters(store);
});
afterEach(() => store.close());

const first = '2026-11-22T08:00:00.000Z';
const later = '2026-11-22T09:00:00.000Z';
const untaken = (over: Partial<DeadLetter> = {}): DeadLetter => ({
  device: 'dev-1',
  reason: 'Items must be a list.',
  pointer: '/items',
  text: '{"items":1}',
  ...over,
});

it('keeps one document for each fault of each sender, with how often and the latest example', async () => {
  await shelf.put([untaken(), untaken({ text: '{"items":2}' })], first);
  await shelf.put([untaken({ text: '{"items":3}' }), untaken({ device: 'dev-2' })], later);
  const [one, other] = (await listDeadLetters(store)).toSorted((a, b) => b.times - a.times);
  expect(one).toMatchObject({
    device: 'dev-1',
    times: 3,
    firstAt: first,
    lastAt: later,
    text: '{"items":3}',
    isCut: false,
  });
  expect(other).toMatchObject({ device: 'dev-2', times: 1, firstAt: later });
});

it('keeps the beginning of what is long, and says so', async () => {
  await shelf.put([untaken({ text: 'x'.repeat(200_000) })], first);
  const [kept] = await listDeadLetters(store);
  expect(kept?.text).toHaveLength(16_000);
  expect(kept?.isCut).toBe(true);
});

it('forgets one that has been looked at, once', async () => {
  await shelf.put([untaken()], first);
  const [kept] = await listDeadLetters(store);
  expect(await removeDeadLetter(store, kept?.id ?? '')).toBe(true);
  expect(await removeDeadLetter(store, kept?.id ?? '')).toBe(false);
  expect(await listDeadLetters(store)).toEqual([]);
});

it('is bounded: of a flood the rest is told to be dropped, and what is known is still counted', async () => {
  const flood = Array.from({ length: maxDeadLetters + 3 }, (_, index) =>
    untaken({ device: `dev-${index}` }),
  );
  expect(await shelf.put(flood, first)).toEqual({ dropped: 3 });
  expect(await shelf.put([untaken({ device: 'dev-7' })], later)).toEqual({ dropped: 0 });
  const kept = await listDeadLetters(store);
  expect(kept).toHaveLength(maxDeadLetters);
  await removeDeadLetter(store, kept[1]?.id ?? '');
  const muchLater = '2026-11-22T10:00:00.000Z';
  expect(await shelf.put([untaken({ device: 'new' })], muchLater)).toEqual({ dropped: 0 });
  expect(kept[0]).toMatchObject({ device: 'dev-7', times: 2 });
});
