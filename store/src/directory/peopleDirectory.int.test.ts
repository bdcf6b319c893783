import type { DirectoryPerson } from '@rooms-pro/core/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../sqlite/sqliteStore.ts';
import type { Store } from '../store.ts';
import { openPeopleDirectory, type PeopleDirectory } from './peopleDirectory.ts';

const now = '2026-11-22T08:00:00.000Z';
const by = { id: 'mia', name: 'Mia' };
const idOf = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const person = (
  digit: number,
  role: DirectoryPerson['role'],
  ...groups: string[]
): DirectoryPerson => ({
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
const put = (
  directory: PeopleDirectory,
  people: readonly DirectoryPerson[],
  etag = directory.settings().etag,
) => directory.put({ people, by, via: 'tab', now, etag });

describe('the people directory', () => {
  it('takes effect at once in the process that changes it, and in others at their next load', async () => {
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

  it('refuses to overwrite an unseen version', async () => {
    await put(one, [person(1, 'lead')]);
    expect(await put(other, [person(2, 'viewer')])).toBe('conflict');
    await other.load();
    expect(await put(other, [person(2, 'viewer')], null)).toBe('conflict');
    await put(other, [...other.settings().value.people, person(2, 'viewer')]);
    await one.load();
    expect(one.settings().value.people.map(({ id }) => id)).toEqual([idOf(1), idOf(2)]);
  });

  it('records who changed what, newest first, up to a limit', async () => {
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

  it('lists people by name, and people of the same name always in the same order', async () => {
    const twins = [2, 1].map((digit) => ({ ...person(digit, 'viewer'), name: 'Bo' }));
    await put(one, [person(3, 'lead'), ...twins]);
    const ids = () => one.settings().value.people.map(({ id }) => id);
    expect(ids()).toEqual([idOf(1), idOf(2), idOf(3)]);
  });

  it('records a new name as a change, with the name before', async () => {
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

  it('reads changes without an entry point and without a name', async () => {
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

  it('does not change when the stored directory is unusable', async () => {
    let faults = 0;
    const directory = openPeopleDirectory(store, {
      onFault: () => {
        faults += 1;
      },
    });
    await put(one, [person(1, 'lead')]);
    await directory.load();
    await store.putDocument('setting', 'peopleBook', { version: 1, people: [{ id: 'x' }] });
    expect([await directory.load(), faults, directory.find(idOf(1))?.role]).toEqual([
      false,
      1,
      'lead',
    ]);
  });

  it('is not set back by a load that began before a change', async () => {
    await put(one, [person(1, 'lead')]);
    const looking = other.load();
    await looking;
    const [, done] = await Promise.all([other.load(), put(other, [person(1, 'viewer')])]);
    expect([done, other.find(idOf(1))?.role]).toEqual(['done', 'viewer']);
  });
});

describe('waiting people', () => {
  it('are written once for repeated visits in any process', async () => {
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
    await Promise.all([here, here, here].map((directory) => directory.noteWaiting(ada, now)));
    await there.noteWaiting(ada, now);
    expect(writes).toEqual(['waitingPeople']);
    expect(await there.waiting()).toEqual([{ ...ada, at: now }]);
  });

  it('are the fifty newest at most, without people of the directory', async () => {
    for (let index = 10; index < 70; index += 1)
      await one.noteWaiting({ id: `00000000-0000-4000-8000-0000000000${index}`, name: 'X' }, now);
    const waiting = await one.waiting();
    expect([waiting.length, waiting[0]?.id.slice(-2)]).toEqual([50, '69']);
    await put(one, [{ ...person(1, 'viewer'), id: waiting[0]?.id ?? '' }]);
    expect((await other.waiting()).length).toBe(49);
  });

  it('wait again after their removal from the directory', async () => {
    await one.noteWaiting({ id: idOf(1), name: 'Ada' }, now);
    await put(one, [person(1, 'viewer')]);
    await put(one, []);
    expect(await one.waiting()).toEqual([]);
    await one.noteWaiting({ id: idOf(1), name: 'Ada' }, now);
    expect(await one.waiting()).toHaveLength(1);
  });

  it('do not get lost when two processes write at the same time', async () => {
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
    return { writes, directory: openPeopleDirectory(watched) };
  };

  it('are all listed after thirty visits at the same time, in few writes', async () => {
    const { writes, directory } = watch();
    await Promise.all(many(30).map((person) => directory.noteWaiting(person, now)));
    expect(await one.waiting()).toHaveLength(30);
    expect(writes.length).toBeLessThanOrEqual(2);
  });

  it('return after others displaced them, but never with a write for each visit', async () => {
    const { writes, directory } = watch();
    const ada = { id: idOf(1), name: 'Ada' };
    const isListed = async () => (await one.waiting()).some(({ id }) => id === ada.id);
    const pushOff = async () => {
      for (const person of many(50)) await one.noteWaiting(person, now);
    };
    await directory.noteWaiting(ada, now);
    for (const person of many(50)) await directory.noteWaiting(person, now);
    expect(await isListed()).toBe(false);
    await directory.noteWaiting(ada, now);
    expect([await isListed(), writes.length]).toEqual([true, 52]);
    for (const person of [...many(50), ada, ...many(50), ada, ...many(50)])
      await directory.noteWaiting(person, now);
    expect(writes.length).toBeLessThanOrEqual(52 + 51);
    await pushOff();
    const later = '2026-11-22T08:01:01.000Z';
    await directory.noteWaiting(ada, later);
    expect(await isListed()).toBe(true);
  });

  it('do not count as written when the write of the list failed', async () => {
    let isLost = true;
    const losing: Store = {
      ...store,
      document: (kind, id) => store.document(kind, id),
      putDocument: async (kind, id, value, etag) =>
        isLost ? 'conflict' : store.putDocument(kind, id, value, etag),
    };
    const directory = openPeopleDirectory(losing);
    await directory.noteWaiting({ id: idOf(1), name: 'Ada' }, now);
    expect(await one.waiting()).toEqual([]);
    isLost = false;
    await directory.noteWaiting({ id: idOf(1), name: 'Ada' }, now);
    expect(await one.waiting()).toHaveLength(1);
  });
});
