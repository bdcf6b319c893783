/** Who may do what: the people that managers have let in, and those who wait for it. */
import type { Instant, PersonRef } from '@rooms-pro/core';
import {
  type BookPerson,
  type PeopleChange,
  type PeopleEntryPoint,
  type PeopleSettings,
  peopleLimits,
  readPeopleSettings,
  type WaitingPerson,
} from '@rooms-pro/core/contracts';
import { signalChange } from '../feed/changeSignal.ts';
import { isUnreadable, type UnreadableDocument } from '../quarantine/quarantine.ts';
import type { Store } from '../store.ts';
import { openWaitingPeople } from './waitingPeople.ts';

export type PeopleDirectory = {
  /** The person with this id (lower case), or `null`. */
  find(id: string): BookPerson | null;
  /** The book as it was last read, with the mark to put something newer in its place. */
  settings(): { readonly value: PeopleSettings; readonly etag: string | null };
  /** Takes over what the store holds; whether the book has changed by it. */
  load(): Promise<boolean>;
  /**
   * Puts these people in the place of all, keeps who changed what, and tells other processes;
   * `conflict`: somebody else did since `etag`. Throws an `UnreadableDocument` where the book is in
   * quarantine: nothing is written over it.
   */
  put(change: PeoplePut): Promise<'done' | 'conflict'>;
  /** Those who asked to be let in and are not in the book, newest first. */
  waiting(): Promise<readonly WaitingPerson[]>;
  /** Takes note of somebody who waits; written once, however often they come. */
  noteWaiting(person: PersonRef, now: Instant): Promise<void>;
  /** Calls back after each change of the book. Returns the way to stop. */
  onChange(listener: () => void): () => void;
};

export type PeoplePut = {
  readonly people: readonly BookPerson[];
  readonly by: PersonRef;
  readonly via: PeopleEntryPoint;
  readonly now: Instant;
  readonly etag: string | null;
};

export type PeopleDirectoryOptions = {
  /** Hears of a stored book that cannot be used; the people stay who they were. */
  readonly onFault?: () => void;
};

/** Not «people»: so the mark is called that tells of its changes. */
const documentId = 'peopleBook';
const nobody: PeopleSettings = { version: 0, people: [], changes: [] };

/** An empty book; `load()` brings what the store remembers. */
export function openPeopleDirectory(
  store: Store,
  { onFault }: PeopleDirectoryOptions = {},
): PeopleDirectory {
  let stored: { readonly value: PeopleSettings; readonly etag: string | null } = {
    value: nobody,
    etag: null,
  };
  let byId = new Map<string, BookPerson>();
  const waiting = openWaitingPeople(store);
  const listeners = new Set<() => void>();
  let unreadable: UnreadableDocument | null = null;

  function take(value: PeopleSettings, etag: string | null): void {
    stored = { value, etag };
    byId = new Map(value.people.map((person) => [person.id, person]));
    // Whoever was taken out may wait again.
    waiting.forget();
    for (const listener of [...listeners]) listener();
  }

  /** A book in quarantine changes nothing: after a start it has no people, and those of the settings remain managers. */
  async function readDocument() {
    try {
      const found = await store.document<unknown>('setting', documentId);
      unreadable = null;
      return found;
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      unreadable = error;
      onFault?.();
      return 'unreadable';
    }
  }

  return {
    find: (id) => byId.get(id) ?? null,
    settings: () => stored,
    async load() {
      const before = stored;
      const found = await readDocument();
      if (found === 'unreadable') return false;
      // What was changed here meanwhile is newer than what was read.
      if (stored !== before) return this.load();
      if ((found?.etag ?? null) === stored.etag) return false;
      const value = found === null ? nobody : readPeopleSettings(found.value);
      if (value === null) {
        onFault?.();
        return false;
      }
      take(value, found?.etag ?? null);
      return true;
    },
    async put({ people, by, via, now, etag }) {
      const before = stored.value;
      const how = { at: now, by, via };
      const changes = [...changesBetween(before.people, people, how), ...before.changes];
      const value: PeopleSettings = {
        version: before.version + 1,
        people: people.toSorted(byName),
        changes: changes.slice(0, peopleLimits.changes),
      };
      // The changes are those since what was read, so nothing newer may be there either.
      if (etag !== stored.etag) return 'conflict';
      const written = await store.putDocument('setting', documentId, value, etag);
      if (written === 'conflict') {
        await readDocument();
        if (unreadable !== null) throw unreadable;
        return 'conflict';
      }
      take(value, written.etag);
      await signalChange(store, 'people', now);
      // Whoever is in the book is not shown among those who wait anyway.
      await waiting.drop((id) => byId.has(id)).catch(() => {});
      return 'done';
    },
    async waiting() {
      return (await waiting.list()).filter(({ id }) => !byId.has(id));
    },
    noteWaiting: waiting.note,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Two of the same name keep their places. */
function byName(one: BookPerson, other: BookPerson): number {
  return one.name.localeCompare(other.name) || one.id.localeCompare(other.id);
}

/** What one book says otherwise than another about what people may do and are called. */
function changesBetween(
  before: readonly BookPerson[],
  after: readonly BookPerson[],
  how: Pick<PeopleChange, 'at' | 'by' | 'via'>,
): PeopleChange[] {
  const grantedIn = (people: readonly BookPerson[]) =>
    new Map(people.map(({ id, name, role, groups }) => [id, { name, role, groups }]));
  const old = grantedIn(before);
  const young = grantedIn(after);
  const all = new Map([...before, ...after].map(({ id, name }) => [id, { id, name }]));
  return [...all.values()].flatMap((person) => {
    const change = { before: old.get(person.id) ?? null, after: young.get(person.id) ?? null };
    const isSame = JSON.stringify(change.before) === JSON.stringify(change.after);
    return isSame ? [] : [{ ...how, person, ...change }];
  });
}
