/** The names in the directory: a sign-in replaces them with the name from Entra, and each change is written once. */
import type { DirectoryPerson } from '@rooms-pro/core/contracts';
import {
  openPeopleDirectory,
  openSqliteStore,
  type PeopleDirectory,
  type Store,
} from '@rooms-pro/store';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { createDirectoryPeople } from './directoryPeople.ts';
import { type Issuer, openIssuer } from './issuer.suite.ts';
import type { People } from './people.ts';

const ada = '00000000-0000-4000-8000-000000000001';
const lead: DirectoryPerson = { id: ada, name: 'Aida B.', role: 'lead', groups: ['west'] };
const by = { id: 'mia', name: 'Mia' };

let issuer: Issuer;
let store: Store;
let directory: PeopleDirectory;
let people: People;
beforeAll(async () => {
  issuer = await openIssuer();
});
afterAll(() => issuer.close());
beforeEach(async () => {
  store = openSqliteStore({ file: ':memory:' });
  directory = openPeopleDirectory(store);
  people = openPeople(directory);
  await write(lead);
});
afterEach(() => store.close());

const now = () => new Date().toISOString();
const openPeople = (of: PeopleDirectory) =>
  createDirectoryPeople({
    directory: of,
    managerIds: [],
    signIn: issuer.settings,
    now,
    log: createLog('silent'),
  });
const write = async (person: DirectoryPerson) => {
  const { etag } = directory.settings();
  expect(await directory.put({ people: [person], by, via: 'tab', now: now(), etag })).toBe('done');
};
/** Signs in with a token that Entra issued this many seconds ago. */
const signsIn = async (name: string, secondsAgo = 0, at = people) => {
  const iat = Math.floor(Date.now() / 1000) - secondsAgo;
  const authorization = `Bearer ${await issuer.token(ada, { name, iat })}`;
  return (await at.visitor({ authorization, personId: null })).person.name;
};
const version = () => directory.settings().value.version;

it('a sign-in replaces the name that a manager wrote, each time', async () => {
  expect(await signsIn('Ada Byron', 60)).toBe('Ada Byron');
  expect(directory.find(ada)).toEqual({ ...lead, name: 'Ada Byron' });
  expect(directory.settings().value.changes[0]).toMatchObject({
    by: { name: 'Platform' },
    via: 'platform',
    before: { name: 'Aida B.' },
    after: { name: 'Ada Byron' },
  });
  await write({ ...lead, name: 'Evil' });
  await signsIn('Ada Byron', 60);
  expect(directory.find(ada)?.name).toBe('Ada Byron');
});

it('is written once for each change of name, also while older tokens contain the previous name', async () => {
  const before = version();
  await Promise.all(Array.from({ length: 5 }, () => signsIn('Ada Byron', 60)));
  const written = version();
  expect(written).toBe(before + 1);
  for (let round = 0; round < 3; round += 1) {
    await signsIn('Ada Byron', 60);
    await signsIn('Ada King', 3000);
  }
  const elsewhere = openPeopleDirectory(store);
  await elsewhere.load();
  await signsIn('Ada King', 3000, openPeople(elsewhere));
  await directory.load();
  expect([version(), directory.find(ada)?.name]).toEqual([written, 'Ada Byron']);
  await signsIn('Ada Lovelace', -30);
  expect([version(), directory.find(ada)?.name]).toEqual([written + 1, 'Ada Lovelace']);
});

it('a sign-in without a name, or a name in chat, changes nothing', async () => {
  const written = version();
  await signsIn(' ');
  await people.personFor({ id: '29:ada', aadObjectId: ada, name: 'Ada (Guest)' });
  expect([version(), directory.find(ada)?.name]).toEqual([written, 'Aida B.']);
});

it('a person who was added by their id alone gets their name from Teams at once', async () => {
  await write({ ...lead, name: ada });
  await people.personFor({ id: '29:ada', aadObjectId: ada, name: 'Ada B' });
  expect(directory.find(ada)?.name).toBe('Ada B');
});
