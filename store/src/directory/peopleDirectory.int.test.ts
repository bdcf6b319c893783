import type { BookPerson } from '@rooms-pro/core/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../sqlite/sqliteStore.ts';
import type { Store } from '../store.ts';
import { openPeopleDirectory, type PeopleDirectory } from './peopleDirectory.ts';

const now = '2026-11-22T08:00:00.000Z';
const by = { id: 'mia', name: 'Mia' };
const idOf = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const person = (digit: number, role: BookPerson['role'], ...groups: string[]): BookPerson => ({
  id: idOf(digit),
  name: `Person ${digit}`,
  role,
  groups,
});

let store: Store;
let one: PeopleDirectory;
let other: PeopleDirectory;
beforeEach(() => {
  store = openSqliteStore({ file: ':memory:' });
  [one, other] = [openPeopleDirectory(store), openPeopleDirectory(store)];
});
const put = (book: PeopleDirectory, people: readonly BookPerson[], etag = book.settings().etag) =>
  book.put({ people, by, via: 'tab', now, etag });

describe('the book of people', () => {
  it('holds at once where it is changed, and at others once they look', async () => {
    let changes = 0;
    const stop = other.onChange(() => {
      changes += 1;
    });
    expect(await put(one, [person(1, 'lead', 'west')])).toBe('done');
    expect(one.find(idOf(1))).toMatchObject({ role: 'lead', groups: ['west'] });
    expect(other.find(idOf(1))).toBeNull();
    expect([await other.load(), await other.load(), changes]).toEqual([true, false, 1]);
    expect(other.find(idOf(1))?.role).toBe('lead');
    stop();
  });

  it('lets nobody overwrite what they have not seen', async () => {
    await put(one, [person(1, 'lead')]);
    expect(await put(other, [person(2, 'viewer')])).toBe('conflict');
    await other.load();
    expect(await put(other, [person(2, 'viewer')], null)).toBe('conflict');
    await put(other, [...other.settings().value.people, person(2, 'viewer')]);
    await one.load();
    expect(one.settings().value.people.map(({ id }) => id)).toEqual([idOf(1), idOf(2)]);
  });

  it('keeps who changed what, newest first, and not without end', async () => {
    await put(one, [person(1, 'lead', 'west'), person(2, 'viewer', 'west')]);
    await put(one, [person(1, 'technician', 'west')]);
    expect(one.settings().value.changes.slice(0, 2)).toEqual([
      {
        at: now,
        by,
        via: 'tab',
        person: { id: idOf(1), name: 'Person 1' },
        before: { name: 'Person 1', role: 'lead', groups: ['west'] },
        after: { name: 'Person 1', role: 'technician', groups: ['west'] },
      },
      {
        at: now,
        by,
        via: 'tab',
        person: { id: idOf(2), name: 'Person 2' },
        before: { name: 'Person 2', role: 'viewer', groups: ['west'] },
        after: null,
      },
    ]);
    for (let round = 0; round < 120; round += 1)
      await put(one, [person(1, round % 2 === 0 ? 'lead' : 'viewer')]);
    expect(one.settings().value.changes).toHaveLength(100);
  });

  it('lists by name, and two of the same name always in the same order', async () => {
    const twins = [2, 1].map((digit) => ({ ...person(digit, 'viewer'), name: 'Bo' }));
    await put(one, [person(3, 'lead'), ...twins]);
    const ids = () => one.settings().value.people.map(({ id }) => id);
    expect(ids()).toEqual([idOf(1), idOf(2), idOf(3)]);
  });

  it('keeps another name as a change, with the one before', async () => {
    const person1 = person(1, 'lead', 'west');
    await put(one, [person1]);
    await put(one, [{ ...person1, name: 'Cy' }]);
    await put(one, [{ ...person1, name: 'Cy' }]);
    const [latest, ...earlier] = one.settings().value.changes;
    expect(latest).toMatchObject({
      person: { id: idOf(1), name: 'Cy' },
      before: { name: 'Person 1', role: 'lead' },
      after: { name: 'Cy', role: 'lead' },
    });
    expect(earlier).toHaveLength(1);
  });

  it('reads changes that do not say how they came in, nor what one was called', async () => {
    const granted = { role: 'lead', groups: ['west'] };
    const ref = { id: idOf(1), name: 'Ada' };
    const change = { at: now, by, person: ref, before: null, after: granted };
    const newer = { ...change, via: 'something newer' };
    const people = [person(1, 'lead', 'west')];
    const document = { version: 1, people, changes: [newer, change] };
    await store.putDocument('setting', 'peopleBook', document);
    expect(await one.load()).toBe(true);
    expect(one.settings().value.changes).toEqual([change, change]);
  });

  it('stays what it was when the stored one cannot be used', async () => {
    let faults = 0;
    const book = openPeopleDirectory(store, {
      onFault: () => {
        faults += 1;
      },
    });
    await put(one, [person(1, 'lead')]);
    await book.load();
    await store.putDocument('setting', 'peopleBook', { version: 1, people: [{ id: 'x' }] });
    expect([await book.load(), faults, book.find(idOf(1))?.role]).toEqual([false, 1, 'lead']);
  });

  it('is not thrown back by a look that began before a change', async () => {
    await put(one, [person(1, 'lead')]);
    const looking = other.load();
    await looking;
    const [, done] = await Promise.all([other.load(), put(other, [person(1, 'viewer')])]);
    expect([done, other.find(idOf(1))?.role]).toEqual(['done', 'viewer']);
  });
});

describe('those who wait', () => {
  it('are written once, however often they come and wherever', async () => {
    const writes: string[] = [];
    const watched: Store = {
      ...store,
      document: (kind, id) => store.document(kind, id),
      putDocument: (kind, id, value, etag) => {
        writes.push(id);
        return store.putDocument(kind, id, value, etag);
      },
    };
    const [here, there] = [openPeopleDirectory(watched), openPeopleDirectory(watched)];
    const ada = { id: idOf(1), name: 'Ada' };
    await Promise.all([here, here, here].map((book) => book.noteWaiting(ada, now)));
    await there.noteWaiting(ada, now);
    expect(writes).toEqual(['waitingPeople']);
    expect(await there.waiting()).toEqual([{ ...ada, at: now }]);
  });

  it('are at most fifty, the newest, and nobody of the book', async () => {
    for (let index = 10; index < 70; index += 1)
      await one.noteWaiting({ id: `00000000-0000-4000-8000-0000000000${index}`, name: 'X' }, now);
    const waiting = await one.waiting();
    expect([waiting.length, waiting[0]?.id.slice(-2)]).toEqual([50, '69']);
    await put(one, [{ ...person(1, 'viewer'), id: waiting[0]?.id ?? '' }]);
    expect((await other.waiting()).length).toBe(49);
  });

  it('wait again once they were taken out of the book', async () => {
    await one.noteWaiting({ id: idOf(1), name: 'Ada' }, now);
    await put(one, [person(1, 'viewer')]);
    await put(one, []);
    expect(await one.waiting()).toEqual([]);
    await one.noteWaiting({ id: idOf(1), name: 'Ada' }, now);
    expect(await one.waiting()).toHaveLength(1);
  });

  it('are none lost when two processes write at once', async () => {
    await Promise.all([
      one.noteWaiting({ id: idOf(1), name: 'Ada' }, now),
      other.noteWaiting({ id: idOf(2), name: 'Bob' }, now),
    ]);
    expect((await one.waiting()).map(({ id }) => id).sort()).toEqual([idOf(1), idOf(2)]);
  });

  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      id: `00000000-0000-4000-8000-0000000${10_000 + index}`,
      name: 'X',
    }));
  const watch = () => {
    const writes: string[] = [];
    const watched: Store = {
      ...store,
      document: (kind, id) => store.document(kind, id),
      putDocument: (kind, id, value, etag) => {
        writes.push(id);
        return store.putDocument(kind, id, value, etag);
      },
    };
    return { writes, book: openPeopleDirectory(watched) };
  };

  it('are all listed when thirty come at once, in few writes', async () => {
    const { writes, book } = watch();
    await Promise.all(many(30).map((person) => book.noteWaiting(person, now)));
    expect(await one.waiting()).toHaveLength(30);
    expect(writes.length).toBeLessThanOrEqual(2);
  });

  it('come back when others pushed them off, but never in a write for each visit', async () => {
    const { writes, book } = watch();
    const ada = { id: idOf(1), name: 'Ada' };
    const isListed = async () => (await one.waiting()).some(({ id }) => id === ada.id);
    const pushOff = async () => {
      for (const person of many(50)) await one.noteWaiting(person, now);
    };
    await book.noteWaiting(ada, now);
    for (const person of many(50)) await book.noteWaiting(person, now);
    expect(await isListed()).toBe(false);
    await book.noteWaiting(ada, now);
    expect([await isListed(), writes.length]).toEqual([true, 52]);
    for (const person of [...many(50), ada, ...many(50), ada, ...many(50)])
      await book.noteWaiting(person, now);
    expect(writes.length).toBeLessThanOrEqual(52 + 51);
    await pushOff();
    const later = '2026-11-22T08:01:01.000Z';
    await book.noteWaiting(ada, later);
    expect(await isListed()).toBe(true);
  });

  it('are not taken for written when the list could not be', async () => {
    let isLost = true;
    const losing: Store = {
      ...store,
      document: (kind, id) => store.document(kind, id),
      putDocument: async (kind, id, value, etag) =>
        isLost ? 'conflict' : store.putDocument(kind, id, value, etag),
    };
    const book = openPeopleDirectory(losing);
    await book.noteWaiting({ id: idOf(1), name: 'Ada' }, now);
    expect(await one.waiting()).toEqual([]);
    isLost = false;
    await book.noteWaiting({ id: idOf(1), name: 'Ada' }, now);
    expect(await one.waiting()).toHaveLength(1);
  });
});
