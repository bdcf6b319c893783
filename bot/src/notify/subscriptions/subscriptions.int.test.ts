import { openSqliteStore, type SqliteStore } from '@rooms-pro/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Met } from './conversations.ts';
import { openSubscriptions, type Subscriptions } from './subscriptions.ts';

let store: SqliteStore;
beforeEach(() => {
  store = openSqliteStore({ file: ':memory:' });
});
afterEach(() => store.close());

function meet(audience: Subscriptions, conversationId: string): Promise<Met> {
  return audience.meet({
    conversationId,
    kind: 'channel',
    serviceUrl: 'http://127.0.0.1:1/',
    tenantId: null,
    teamId: null,
    botId: '28:bot',
    readerId: null,
  });
}

const subscribe = (audience: Subscriptions, conversationId: string) =>
  audience.subscribe({ conversationId, since: '2026-11-22T08:00:00.000Z', filter: {} });
const idsOf = (audience: Subscriptions) =>
  [...audience.conversations()].map(({ conversationId }) => conversationId);

it('applies the additions and removals of another process', async () => {
  const one = await openSubscriptions(store);
  const other = await openSubscriptions(store);
  await meet(one, 'a');
  await subscribe(one, 'a');
  await other.reload();
  expect([idsOf(other), other.subscription('a') !== null]).toEqual([['a'], true]);
  await meet(other, 'b');
  await other.unsubscribe('a', { by: 'anna', at: '2026-11-22T09:00:00.000Z' });
  await other.forget('a');
  await one.reload();
  expect([idsOf(one), one.subscription('a')]).toEqual([['b'], null]);
});

it('loses no change that is in progress while it reads', async () => {
  const audience = await openSubscriptions(store);
  const reloading = audience.reload();
  const changing = [meet(audience, 'a'), meet(audience, 'b'), subscribe(audience, 'b')];
  await Promise.all([reloading, ...changing]);
  expect(idsOf(audience)).toEqual(['a', 'b']);
  await Promise.all([audience.reload(), audience.forget('a')]);
  expect(idsOf(audience)).toEqual(['b']);
  expect(audience.subscription('b')).not.toBeNull();
});

it('calls the listener once after each written change, and not otherwise', async () => {
  const found: number[] = [];
  const audience = await openSubscriptions(store, async () => {
    let count = 0;
    for await (const _ of store.documents('conversation')) count += 1;
    found.push(count);
  });
  await meet(audience, 'a');
  await meet(audience, 'a');
  await audience.unsubscribe('a', { by: 'anna', at: '2026-11-22T09:00:00.000Z' });
  await audience.forget('a');
  expect(found).toEqual([1, 0]);
});
