/** The people with their permissions, as managers added them, and the people who wait for access. */
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
  /** The directory as last read, with the etag for a replacement. */
  settings(): { readonly value: PeopleSettings; readonly etag: string | null };
  /** Loads the directory from the store; returns whether it changed. */
  load(): Promise<boolean>;
  /**
   * Replaces all people, records who changed what, and signals the change to other processes. `conflict`:
   * another writer changed the directory since `etag`. Throws an `UnreadableDocument` when the directory is
   * in quarantine, and does not overwrite it.
   */
  put(change: PeoplePut): Promise<'done' | 'conflict'>;
  /** People who requested access and are not in the directory, newest first. */
  waiting(): Promise<readonly WaitingPerson[]>;
  /** Adds a person to the waiting list. Repeated visits cause one write. */
  noteWaiting(person: PersonRef, now: Instant): Promise<void>;
  /** Calls `listener` after each change of the directory. Returns a function that stops it. */
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
  /** Called when the stored directory is unusable; the people in memory remain. */
  readonly onFault?: () => void;
};

/** Not «people», because that is the id of its change signal. */
const documentId = 'peopleBook';
const noPeople: PeopleSettings = { version: 0, people: [], changes: [] };

/** Creates an empty directory; `load()` reads the people from the store. */
export function openPeopleDirectory(
  store: Store,
  { onFault }: PeopleDirectoryOptions = {},
): PeopleDirectory {
  let stored: { readonly value: PeopleSettings; readonly etag: string | null } = {
    value: noPeople,
    etag: null,
  };
  let byId = new Map<string, BookPerson>();
  const waiting = openWaitingPeople(store);
  const listeners = new Set<() => void>();
  let unreadable: UnreadableDocument | null = null;

  function replace(value: PeopleSettings, etag: string | null): void {
    stored = { value, etag };
    byId = new Map(value.people.map((person) => [person.id, person]));
    // A removed person may wait again.
    waiting.clearCache();
    for (const listener of [...listeners]) listener();
  }

  /** A directory in quarantine changes nothing: after a start it is empty, and the managers from the settings remain. */
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
      // A change in this process during the read is newer than the result of the read.
      if (stored !== before) return this.load();
      if ((found?.etag ?? null) === stored.etag) return false;
      const value = found === null ? noPeople : readPeopleSettings(found.value);
      if (value === null) {
        onFault?.();
        return false;
      }
      replace(value, found?.etag ?? null);
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
      // The recorded changes start from the version in memory, so the caller must have that version.
      if (etag !== stored.etag) return 'conflict';
      const written = await store.putDocument('setting', documentId, value, etag);
      if (written === 'conflict') {
        await readDocument();
        if (unreadable !== null) throw unreadable;
        return 'conflict';
      }
      replace(value, written.etag);
      await signalChange(store, 'people', now);
      // Ignore a failure: `waiting` does not return people of the directory anyway.
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

/** People with the same name are in the order of their ids. */
function byName(one: BookPerson, other: BookPerson): number {
  return one.name.localeCompare(other.name) || one.id.localeCompare(other.id);
}

/** The differences in names and permissions between two versions of the directory. */
function changesBetween(
  before: readonly BookPerson[],
  after: readonly BookPerson[],
  how: Pick<PeopleChange, 'at' | 'by' | 'via'>,
): PeopleChange[] {
  const grantedIn = (people: readonly BookPerson[]) =>
    new Map(people.map(({ id, name, role, groups }) => [id, { name, role, groups }]));
  const old = grantedIn(before);
  const current = grantedIn(after);
  const all = new Map([...before, ...after].map(({ id, name }) => [id, { id, name }]));
  return [...all.values()].flatMap((person) => {
    const change = { before: old.get(person.id) ?? null, after: current.get(person.id) ?? null };
    const isSame = JSON.stringify(change.before) === JSON.stringify(change.after);
    return isSame ? [] : [{ ...how, person, ...change }];
  });
}
