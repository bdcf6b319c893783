import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { roomId } from '../contract/sampleRooms.suite.ts';
import { openSqliteStore, type SqliteStore } from '../sqlite/sqliteStore.ts';
import { createLastSeen } from './lastSeen.ts';

let store: SqliteStore;
beforeEach(() => {
  store = openSqliteStore({ file: ':memory:' });
});
afterEach(() => store.close());

/** Noon and that many minutes. */
function minute(minutes: number): string {
  return new Date(Date.UTC(2026, 10, 22, 12, minutes)).toISOString();
}

async function pagesStored(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of store.documents('lastSeen')) ids.push(id);
  return ids;
}

it('writes one document for the 2,000 rooms of a page, and finds them again', async () => {
  const seen = createLastSeen(store);
  for (let number = 1; number <= 4042; number += 1) seen.heard(roomId(number), minute(0));
  expect(await seen.flush()).toBe(3);
  expect(await pagesStored()).toEqual(['0', '1', '2']);

  const again = createLastSeen(store);
  expect(again.at(roomId(4042))).toBeNull();
  await again.load();
  expect(again.at(roomId(4042))).toBe(minute(0));
  expect(again.at(roomId(4043))).toBeNull();
  expect([...again.all()]).toHaveLength(4042);
  expect(new Map(again.all())).toEqual(new Map(seen.all()));
});

it('writes only pages in which something was heard since', async () => {
  const seen = createLastSeen(store);
  seen.heard(roomId(1), minute(0));
  seen.heard(roomId(2600), minute(0));
  expect(await seen.flush()).toBe(2);
  expect(await seen.flush()).toBe(0);
  seen.heard(roomId(2600), minute(0));
  expect(await seen.flush()).toBe(0);
  seen.heard(roomId(2600), minute(1));
  expect(await seen.flush()).toBe(1);
});

it('writes nothing that it has only loaded', async () => {
  const seen = createLastSeen(store);
  seen.heard(roomId(1), minute(0));
  await seen.flush();
  const again = createLastSeen(store);
  await again.load();
  again.heard(roomId(1), minute(0));
  expect(await again.flush()).toBe(0);
});

it('never moves a time backwards, in whatever order times come', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(600), { minLength: 1 }), (minutes) => {
      const seen = createLastSeen(store);
      for (const one of minutes) seen.heard(roomId(7), minute(one));
      expect(seen.at(roomId(7))).toBe(minute(Math.max(...minutes)));
    }),
  );
});

it('merges with what another process wrote: the later time of each room wins', async () => {
  const [one, other] = [createLastSeen(store), createLastSeen(store)];
  one.heard(roomId(1), minute(5));
  one.heard(roomId(2), minute(1));
  other.heard(roomId(2), minute(9));
  other.heard(roomId(3), minute(2));
  expect(await one.flush()).toBe(1);
  expect(await other.flush()).toBe(1);

  const after = createLastSeen(store);
  await after.load();
  const expected = [1, 2, 3].map((number) => [roomId(number), minute([5, 9, 2][number - 1] ?? 0)]);
  expect([...after.all()].sort()).toEqual(expected);
  expect(other.at(roomId(1))).toBe(minute(5));
});

it('writes nothing when another process has written all of it already', async () => {
  const [one, other] = [createLastSeen(store), createLastSeen(store)];
  one.heard(roomId(1), minute(0));
  other.heard(roomId(1), minute(0));
  expect([await one.flush(), await other.flush()]).toEqual([1, 0]);
});

it('keeps what is heard during a flush, and during loading, for the next one', async () => {
  const seen = createLastSeen(store);
  seen.heard(roomId(1), minute(0));
  const flushing = seen.flush();
  await Promise.resolve();
  seen.heard(roomId(1), minute(1));
  const next = seen.flush();
  expect([await flushing, await next]).toEqual([1, 1]);

  const again = createLastSeen(store);
  again.heard(roomId(1), minute(2));
  await again.load();
  expect(again.at(roomId(1))).toBe(minute(2));
  expect(await again.flush()).toBe(1);
});

it('starts a page anew when its document was deleted', async () => {
  const seen = createLastSeen(store);
  seen.heard(roomId(1), minute(0));
  await seen.flush();
  await store.deleteDocument('lastSeen', '0');
  seen.heard(roomId(2), minute(1));
  expect(await seen.flush()).toBe(1);
  const after = createLastSeen(store);
  await after.load();
  expect([...after.all()]).toHaveLength(2);
});

it('tries again at the next flush what could not be written', async () => {
  const seen = createLastSeen(store);
  seen.heard(roomId(1), minute(0));
  const fault = new Error('the disk is full');
  const put = store.putDocument;
  store.putDocument = () => Promise.reject(fault);
  await expect(seen.flush()).rejects.toBe(fault);
  store.putDocument = put;
  expect(await seen.flush()).toBe(1);
});

it('keeps times to the millisecond, in a few bytes a room', async () => {
  const seen = createLastSeen(store);
  const at = (number: number) =>
    new Date(Date.UTC(2026, 10, 22, 12, 0, 0, number * 7)).toISOString();
  for (let number = 1; number <= 900; number += 1) seen.heard(roomId(number), at(number));
  await seen.flush();
  const again = createLastSeen(store);
  await again.load();
  expect(new Map(again.all())).toEqual(new Map(seen.all()));
  const stored = await store.document('lastSeen', '0');
  expect(JSON.stringify(stored?.value).length).toBeLessThan(900 * 8);
});
