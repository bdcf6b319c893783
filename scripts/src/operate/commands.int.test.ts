import { openSubscriptions } from '@rooms-pro/bot/subscriptions';
import { defaultRules } from '@rooms-pro/core';
import { createKeyRing, registerRoom } from '@rooms-pro/ingest';
import {
  openDeadLetters,
  openPeopleDirectory,
  openSqliteStore,
  type Store,
  watchSignal,
} from '@rooms-pro/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoRooms } from '../../../demo/src/demoRooms.ts';
import { operateCommands } from './commands.ts';

const now = () => '2026-11-22T08:00:00.000Z';
let store: Store;
beforeEach(() => {
  store = openSqliteStore({ file: ':memory:' });
});
afterEach(() => store.close());

async function operate(name: string, ...words: string[]): Promise<string> {
  const lines = await operateCommands[name]?.run({ store, operator: 'olga', now, words });
  return lines?.join('\n') ?? '';
}

async function addRoom(index: number): Promise<void> {
  const [demo] = demoRooms.slice(index);
  if (demo === undefined) throw new Error('There are fewer rooms.');
  const { profile, device } = demo;
  const deps = { store, rules: () => defaultRules, now };
  await registerRoom(deps, { profile, device, enrol: false, by: { kind: 'platform' } });
}

it('enrols one room or all that wait, under the name of who does it', async () => {
  expect(await operate('rooms')).toBe('There is no room yet.');
  for (const index of [0, 1, 2]) await addRoom(index);
  expect(await operate('rooms')).toMatch(/^1001 +onboarding/);
  expect(await operate('enrol', '1001')).toMatch(/^1001 .*: enrolled$/);
  expect((await operate('enrol', 'all')).split('\n')).toHaveLength(2);
  expect(await operate('enrol', 'all')).toBe('There is no such room to enrol.');
  const [event] = await store.history('room-1001', { limit: 1 });
  expect(JSON.stringify(event)).toContain('olga');
});

it('issues a gateway key that opens, lists it by its id and revokes it, and says who did', async () => {
  const [key = ''] = (await operate('key', 'west')).split(' ');
  const ring = createKeyRing(store, now);
  expect(await ring.verify(`Bearer ${key}`)).toMatchObject({ ok: true });
  const listed = await operate('keys');
  expect(listed).toMatch(/gateway west, issued \S+ by olga \(operate\)$/);
  expect(listed).not.toContain(key);
  expect(await operate('revoke', listed.split(' ')[0] ?? '')).toMatch(/^Revoked/);
  expect(await ring.verify(`Bearer ${key}`)).toMatchObject({ ok: false });
  expect(await operate('keys')).toMatch(/, revoked \S+ by olga \(operate\)$/);
  expect(await operate('revoke', 'nothing')).toBe('There is no such key.');
});

it('issues a code for a device', async () => {
  expect(await operate('code', 'dev-1')).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4} {2}/);
});

it('lets a person in by their object id, and takes them out, under the name of who does it', async () => {
  const id = '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
  expect(await operate('people')).toBe('There is no person yet.');
  expect(await operate('person', 'ada', 'lead')).toMatch(/^There is no such person or role/);
  expect(await operate('person', id, 'king')).toMatch(/^There is no such person or role/);
  await openPeopleDirectory(store).noteWaiting({ id, name: 'Ada Byron' }, now());
  expect(await operate('people')).toMatch(/^1d2e.* {2}waits +Ada Byron, since /);
  const words = ['lead', 'Mill', 'Lane,', 'West'];
  expect(await operate('person', id.toUpperCase(), ...words)).toMatch(/^Ada Byron: lead\./);
  expect(await operate('people')).toBe(`${id}  lead       Ada Byron: Mill Lane, West`);
  const directory = openPeopleDirectory(store);
  await directory.load();
  expect(directory.settings().value.changes[0]).toMatchObject({
    by: { name: 'olga' },
    via: 'operate',
  });
  expect(await operate('person', id, 'out')).toMatch(/^Ada Byron: out\./);
  expect(await operate('people')).toBe('There is no person yet.');
  const stranger = '2d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
  await operate('person', stranger, 'manager');
  expect(await operate('people')).toContain(`manager    ${stranger}`);
  const many = Array.from({ length: 21 }, (_, index) => `g${index},`);
  expect(await operate('person', id, 'lead', ...many)).toMatch(/at most 20 room groups/);
});

it('shows who gets cards and ends one, so that the bot hears of it', async () => {
  expect(await operate('subscriptions')).toBe('There is no subscription yet.');
  const subscriptions = await openSubscriptions(store);
  const where = { serviceUrl: '', tenantId: null, teamId: null, botId: '', readerId: null };
  const by = '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
  for (const [id, made] of Object.entries({ west: { by }, old: {} })) {
    await subscriptions.addConversation({ ...where, conversationId: id, kind: 'groupChat' });
    const filter = 'by' in made ? { groups: ['west', 'a\u001b[2J'] } : {};
    await subscriptions.subscribe({ conversationId: id, since: now(), filter, ...made });
  }
  await operate('person', by, 'lead', 'west');
  const listed = (await operate('subscriptions')).split('\n').toSorted();
  expect(listed).toEqual([
    `old  group chat since ${now()} by an unknown person, all rooms`,
    `west  group chat since ${now()} by ${by}, groups west, a·[2J`,
  ]);
  const hasNews = watchSignal(store, 'audience', 0);
  await hasNews(0);
  expect(await operate('unsubscribe', 'nowhere')).toBe('There is no such subscription.');
  expect(await hasNews(1)).toBe(false);
  expect(await operate('unsubscribe', 'west')).toMatch(/^Ended/);
  expect(await hasNews(2)).toBe(true);
  expect(await operate('subscriptions')).toContain(`ended ${now()} by operator-olga`);
  await subscriptions.reload();
  expect([subscriptions.find('west'), subscriptions.find('old') !== null]).toEqual([null, true]);
});

it('shows what is paused or left, and resumes it, so that the bot hears of it', async () => {
  const subscriptions = await openSubscriptions(store);
  const where = { serviceUrl: '', tenantId: null, teamId: null, botId: '', readerId: null };
  for (const id of ['west', 'east']) {
    await subscriptions.addConversation({ ...where, conversationId: id, kind: 'channel' });
    await subscriptions.subscribe({ conversationId: id, since: now(), filter: {} });
  }
  const nextAt = '2026-11-22T09:00:00.000Z';
  const cause = { reason: 'readOnly', status: 403, code: 'MessageWritesBlocked' } as const;
  const counted = { rejections: 6, retries: 1, nextAt, informed: [] };
  await subscriptions.pause('west', () => ({ since: now(), ...cause, ...counted }));
  await subscriptions.end('east', { how: 'teamDeleted', at: now() });
  const listed = (await operate('subscriptions')).split('\n').toSorted();
  expect(listed).toEqual([
    `east  channel    since ${now()} by an unknown person, all rooms, left ${now()} (teamDeleted)`,
    `west  channel    since ${now()} by an unknown person, all rooms, paused ${now()} (readOnly, 403 MessageWritesBlocked), 6 rejections, next retry ${nextAt}`,
  ]);
  const hasNews = watchSignal(store, 'audience', 0);
  await hasNews(0);
  expect(await operate('resume', 'nowhere')).toMatch(/^There is no such/);
  expect(await hasNews(1)).toBe(false);
  for (const id of ['west', 'east']) expect(await operate('resume', id)).toMatch(/^Resumed/);
  expect(await hasNews(2)).toBe(true);
  await subscriptions.reload();
  for (const id of ['west', 'east']) expect(subscriptions.conversation(id)?.paused).toBeUndefined();
  expect([...subscriptions.active()]).toHaveLength(2);
  expect(await operate('resume', 'west')).toMatch(/^There is no such/);
});

it('shows what was set aside without obeying it, and forgets it', async () => {
  expect(await operate('set-aside')).toBe('There is nothing set aside.');
  const text = '{"device":"\u001b[2J"}';
  const untaken = { device: '\u001b[2J', reason: 'No items.', pointer: '/items', text };
  await openDeadLetters(store).put([untaken], now());
  const listed = await operate('set-aside');
  expect(listed).toContain('1 times, last 2026-11-22T08:00:00.000Z, device ·[2J: No items. /items');
  const [id = ''] = listed.split(' ');
  expect(await operate('set-aside', id)).toBe('No items. /items\n{"device":"·[2J"}');
  expect(await operate('forget', 'other')).toMatch(/^There is nothing/);
  expect(await operate('forget', 'all')).toBe('Forgotten: 1.');
  expect(await operate('set-aside', id)).toMatch(/^There is nothing/);
});

it('lists what cannot be read, without its content', async () => {
  expect(await operate('quarantine')).toBe('There is no document that cannot be read.');
  await store.putDocument('counter', 'roomNumber', { next: 'many' });
  expect(await operate('quarantine')).toBe(
    'counter roomNumber: /next is not a whole number of 0 or more',
  );
});
