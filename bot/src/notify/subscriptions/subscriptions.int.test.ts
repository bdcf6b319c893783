import { openSqliteStore, type SqliteStore } from '@rooms-pro/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Met } from './conversations.ts';
import { openSubscriptions, type Subscriptions } from './subscriptions.ts';

let store: SqliteStore;
beforeEach(() => {
  store = openSqliteStore({ file: ':memory:' });
});
afterEach(() => store.close());

function meet(subscriptions: Subscriptions, conversationId: string): Promise<Met> {
  return subscriptions.addConversation({
    conversationId,
    kind: 'channel',
    serviceUrl: 'http://127.0.0.1:1/',
    tenantId: null,
    teamId: null,
    botId: '28:bot',
    readerId: null,
  });
}

const subscribe = (subscriptions: Subscriptions, conversationId: string) =>
  subscriptions.subscribe({ conversationId, since: '2026-11-22T08:00:00.000Z', filter: {} });
const idsOf = (subscriptions: Subscriptions) =>
  [...subscriptions.conversations()].map(({ conversationId }) => conversationId);

it('applies the additions and removals of another process', async () => {
  const one = await openSubscriptions(store);
  const other = await openSubscriptions(store);
  await meet(one, 'a');
  await subscribe(one, 'a');
  await other.reload();
  expect([idsOf(other), other.find('a') !== null]).toEqual([['a'], true]);
  await meet(other, 'b');
  await other.unsubscribe('a', { by: 'anna', at: '2026-11-22T09:00:00.000Z' });
  await other.removeConversation('a');
  await one.reload();
  expect([idsOf(one), one.find('a')]).toEqual([['b'], null]);
});

it('loses no change that is in progress while it reads', async () => {
  const subscriptions = await openSubscriptions(store);
  const reloading = subscriptions.reload();
  const changing = [
    meet(subscriptions, 'a'),
    meet(subscriptions, 'b'),
    subscribe(subscriptions, 'b'),
  ];
  await Promise.all([reloading, ...changing]);
  expect(idsOf(subscriptions)).toEqual(['a', 'b']);
  await Promise.all([subscriptions.reload(), subscriptions.removeConversation('a')]);
  expect(idsOf(subscriptions)).toEqual(['b']);
  expect(subscriptions.find('b')).not.toBeNull();
});

it('calls the listener once after each written change, and not otherwise', async () => {
  const found: number[] = [];
  const subscriptions = await openSubscriptions(store, async () => {
    let count = 0;
    for await (const _ of store.documents('conversation')) count += 1;
    found.push(count);
  });
  await meet(subscriptions, 'a');
  await meet(subscriptions, 'a');
  await subscriptions.unsubscribe('a', { by: 'anna', at: '2026-11-22T09:00:00.000Z' });
  await subscriptions.removeConversation('a');
  expect(found).toEqual([1, 0]);
});
