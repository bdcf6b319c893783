import type { RoomId } from '@rooms-pro/core';
import { openSqliteStore, type SqliteStore } from '@rooms-pro/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type AboutIncident,
  isSentCard,
  openSentCardStore,
  type SentCard,
  sentCardKey,
} from './sentCards.ts';

const room: RoomId = 'room-1';
const at = '2026-11-22T08:00:00.000Z';

let store: SqliteStore;
beforeEach(() => {
  store = openSqliteStore({ file: ':memory:' });
});
afterEach(() => store.close());

function post(conversationId: string, shown = 'open'): SentCard<AboutIncident> {
  const about = { about: 'incident', signal: 'camera', run: '1.1!' } as const;
  return { ...about, conversationId, activityId: `in ${conversationId}`, shown, isOver: false, at };
}
const keyOf = (one: SentCard) => sentCardKey(one.conversationId, one);

async function written() {
  const records = await openSentCardStore(store);
  return [...records.of(room).values()].map(({ conversationId, shown }) => [conversationId, shown]);
}

it('keeps a late record of the previous owner, whose write keeps the new records', async () => {
  const last = await openSentCardStore(store);
  await last.put(room, post('a'));
  const next = await openSentCardStore(store);
  await next.put(room, post('a', 'resolved'));
  await next.put(room, post('b'));
  // A send that was in flight when the other process became the owner.
  await last.put(room, post('c'));
  expect(await written()).toEqual([
    ['a', 'resolved'],
    ['b', 'open'],
    ['c', 'open'],
  ]);
  await next.put(room, post('b', 'resolved'));
  expect(await written()).toEqual([
    ['a', 'resolved'],
    ['b', 'resolved'],
    ['c', 'open'],
  ]);
  expect(next.of(room).size).toBe(3);
});

it('deletes a card, but no record that another process has added in the meantime', async () => {
  const last = await openSentCardStore(store);
  await last.put(room, post('a'));
  const next = await openSentCardStore(store);
  await next.put(room, post('b'));
  await last.drop(room, [keyOf(post('a'))]);
  expect(await written()).toEqual([['b', 'open']]);
  await next.drop(room, [keyOf(post('a')), keyOf(post('b'))]);
  expect(await written()).toEqual([]);
  expect(await store.document('posts', room)).toBeNull();
});

it('writes a failed change with the next change', async () => {
  let isBroken = true;
  const putDocument: SqliteStore['putDocument'] = (...written) =>
    isBroken ? Promise.reject(new Error('no network')) : store.putDocument(...written);
  const records = await openSentCardStore({ ...store, putDocument });
  await expect(records.put(room, post('a'))).rejects.toThrow('no network');
  isBroken = false;
  await records.put(room, post('b'));
  expect((await written()).map(([conversation]) => conversation)).toEqual(['a', 'b']);
});

it('distinguishes its cards from other messages in every process', async () => {
  const records = await openSentCardStore(store);
  await records.put(room, post('a'));
  expect(await isSentCard(store, room, 'in a')).toBe(true);
  expect(await isSentCard(store, room, 'in b')).toBe(false);
  expect(await isSentCard(store, 'room-2', 'in a')).toBe(false);
});
